package io.github.opendcr.recipes.consent;

import java.security.Principal;
import java.util.Locale;

import io.github.opendcr.consent.ConsentModel;
import io.github.opendcr.consent.ConsentModels;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

@Controller
class ConsentController {

	private final ConsentModels consents;

	ConsentController(ConsentModels consents) {
		this.consents = consents;
	}

	@GetMapping("/oauth2/consent")
	String consent(Principal user, @RequestParam String state, Locale locale, Model model) {
		ConsentModel consent = this.consents.find(state, user.getName(), locale);
		if (consent == null) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "Nothing is waiting for your consent");
		}
		model.addAttribute("state", state);
		model.addAttribute("consent", consent);
		return "consent";
	}

}
