package io.github.opendcr.sample;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * The first page, and the one on which users log in.
 */
@Controller
class PagesController {

	private static final String CURL = """
			curl -s %s/oauth2/register \\
			  -H 'Content-Type: application/json' \\
			  -d '{"client_name": "My client", "redirect_uris": ["https://client.example.org/callback"]}'""";

	@GetMapping("/")
	String index(Model model) {
		model.addAttribute("curl", CURL.formatted(ServletUriComponentsBuilder.fromCurrentContextPath().toUriString()));
		return "index";
	}

	@GetMapping("/login")
	String login() {
		return "login";
	}

}
