package io.github.opendcr.sample.playground;

import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.sample.playground.Payloads.Payload;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * The page on which a newcomer is a client. It runs without script: each step is a form,
 * and the session holds how far the visitor has come.
 */
@Controller
@RequestMapping("/dcr/try")
class PlaygroundController {

	private static final String WALKTHROUGH = "walkthrough";

	private static final String PAGE = "redirect:/dcr/try";

	// More than any registration has, so that no session grows without end
	private static final int LONGEST = 50_000;

	private final OwnServer server;

	private final Payloads payloads;

	private final Comparison comparison;

	private final String resource;

	PlaygroundController(OwnServer server, Payloads payloads, Reasons reasons,
			@Value("${sample.resource}") String resource) {
		this.server = server;
		this.payloads = payloads;
		this.comparison = new Comparison(reasons);
		this.resource = resource;
	}

	@GetMapping
	String page(HttpSession session, Model model, @RequestParam(required = false) @Nullable String as,
			@RequestParam(required = false) @Nullable String from) {
		Visit visit = visit(session);
		Payload payload = this.payloads.find(from);
		String draft = visit.walkthrough().draft();
		model.addAttribute("visit", visit);
		model.addAttribute("payloads", this.payloads.all());
		model.addAttribute("chosen", payload);
		model.addAttribute("json", payload != null || "json".equals(as) || (as == null && draft != null));
		model.addAttribute("draft", (payload != null) ? payload.json() : (draft != null) ? draft : example(visit));
		return "try";
	}

	// What a public client asks for, of which it doesn't get all
	private static String example(Visit visit) {
		return new RegistrationForm("My client", visit.callback(), "openid profile mcp:read", "none",
				List.of("authorization_code", "refresh_token"))
			.json();
	}

	@PostMapping("/form")
	String register(HttpSession session, @ModelAttribute RegistrationForm form,
			@RequestParam(defaultValue = "") String token, @RequestParam(defaultValue = "register") String action) {
		return register(session, form.json(), token, action);
	}

	@PostMapping("/json")
	String register(HttpSession session, @RequestParam String json, @RequestParam(defaultValue = "") String token,
			@RequestParam(defaultValue = "register") String action) {
		Visit visit = visit(session);
		String endpoint = visit.endpoints().getRegistration();
		if (endpoint == null) {
			return PAGE;
		}
		Step step = action.equals("check") ? Step.CHECK : Step.REGISTER;
		Call call = Call.json("POST", (step == Step.CHECK) ? endpoint + "?dry_run=true" : endpoint, checked(json));
		return take(session, visit.walkthrough().withDraft(json),
				new Offer(step, token.isBlank() ? call : call.withBearer(token.strip())));
	}

	@PostMapping("/{path}")
	String take(HttpSession session, @PathVariable String path, @RequestParam(required = false) @Nullable String json) {
		Visit visit = visit(session);
		Offer offer = visit.find(path);
		// The page was an old one, or in another window
		if (offer == null || offer.isForBrowser()) {
			return PAGE;
		}
		Call call = offer.call();
		return take(session, visit.walkthrough(),
				(json != null && offer.isEditable())
						? new Offer(offer.step(),
								new Call(call.method(), call.uri(), call.user(), call.headers(), checked(json)))
						: offer);
	}

	private String take(HttpSession session, Walkthrough walkthrough, Offer offer) {
		Reply reply = this.server.send(offer.call());
		session.setAttribute(WALKTHROUGH, walkthrough.after(offer.step(),
				new Exchange(offer.step(), offer.call(), reply, differences(offer, reply))));
		return PAGE;
	}

	private List<Difference> differences(Offer offer, Reply reply) {
		Map<String, Object> asked = (offer.call().body() != null) ? Json.object(offer.call().body()) : null;
		Map<String, Object> answered = reply.json();
		boolean registers = Set.of(Step.REGISTER, Step.CHECK, Step.CHANGE, Step.ADD_CALLBACK, Step.NEW_TOKEN)
			.contains(offer.step());
		return (registers && reply.isSuccess() && asked != null && answered != null)
				? this.comparison.compare(asked, answered) : List.of();
	}

	private static String checked(String json) {
		if (json.length() > LONGEST) {
			throw new ResponseStatusException(HttpStatus.CONTENT_TOO_LARGE,
					"Write less than " + LONGEST + " characters");
		}
		return json;
	}

	/**
	 * Where the user comes back to (RFC 6749 §4.1.2, RFC 9207 §2.4).
	 */
	@GetMapping("/callback")
	String callback(HttpSession session, RedirectAttributes notices,
			@RequestParam(required = false) @Nullable String code,
			@RequestParam(required = false) @Nullable String state,
			@RequestParam(required = false) @Nullable String iss) {
		Visit visit = visit(session);
		Walkthrough walkthrough = visit.walkthrough();
		Offer login = visit.find(Step.LOG_IN.getPath());
		if (login == null || !walkthrough.login().state().equals(state) || !isIssuer(iss, visit)) {
			notices.addFlashAttribute("notice",
					"What came back doesn't belong to the login that was begun here, so it is not used.");
			return PAGE;
		}
		Reply reply = new Reply(HttpStatus.FOUND.value(),
				"Location: " + ServletUriComponentsBuilder.fromCurrentRequest().toUriString());
		session.setAttribute(WALKTHROUGH,
				walkthrough.with(new Exchange(Step.LOG_IN, login.call(), reply, List.of()))
					.withLogin((code != null) ? walkthrough.login() : Login.begin(), code,
							(code != null) ? visit.callback() : null));
		if (code == null) {
			notices.addFlashAttribute("notice", "No code came back. The client got nothing.");
		}
		return PAGE;
	}

	// Without an issuer in the configuration it is what the browser calls this server
	private static boolean isIssuer(@Nullable String iss, Visit visit) {
		return visit.endpoints().issuer().equals(iss)
				|| ServletUriComponentsBuilder.fromCurrentContextPath().toUriString().equals(iss);
	}

	@PostMapping("/restart")
	String restart(HttpSession session) {
		session.removeAttribute(WALKTHROUGH);
		return PAGE;
	}

	private Visit visit(HttpSession session) {
		Walkthrough walkthrough = (session.getAttribute(WALKTHROUGH) instanceof Walkthrough present) ? present
				: Walkthrough.begin();
		if (session.getAttribute(WALKTHROUGH) == null) {
			session.setAttribute(WALKTHROUGH, walkthrough);
		}
		return new Visit(walkthrough, this.server.discover(), this.server.api(), this.resource,
				ServletUriComponentsBuilder.fromCurrentContextPath().path("/dcr/try/callback").toUriString());
	}

}
