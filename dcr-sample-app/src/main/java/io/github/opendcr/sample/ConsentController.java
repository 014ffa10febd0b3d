package io.github.opendcr.sample;

import java.security.Principal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.consent.ConsentModel;
import io.github.opendcr.consent.ConsentModels;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/**
 * The page on which a user allows a client what it asks for. What it shows is a
 * {@link ConsentModel} of the starter, which also says whether the client registered
 * itself. Without the starter users see Spring's own page.
 */
@Controller
@ConditionalOnBooleanProperty("dcr.enabled")
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
		model.addAttribute("user", user.getName());
		model.addAttribute("state", state);
		model.addAttribute("consent", consent);
		model.addAttribute("registered", format(consent.registeredAt(), locale));
		return "consent";
	}

	private static @Nullable String format(@Nullable Instant instant, Locale locale) {
		return (instant != null) ? DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
			.withLocale(locale)
			.withZone(ZoneOffset.UTC)
			.format(instant) : null;
	}

}
