package io.github.opendcr.e2e.feature;

import java.security.Principal;
import java.util.Locale;
import java.util.Optional;

import io.github.opendcr.consent.ConsentModel;
import io.github.opendcr.consent.ConsentModels;
import io.github.opendcr.testkit.OwnChains;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application with a consent page of its own, which is the model as JSON.
 */
@Configuration(proxyBeanMethods = false)
class OwnConsentPage {

	@Bean
	@Order(1)
	SecurityFilterChain authorizationServer(HttpSecurity http) {
		return OwnChains.authorizationServer(http,
				(server) -> server.authorizationEndpoint((endpoint) -> endpoint.consentPage("/consent"))
					.pushedAuthorizationRequestEndpoint(Customizer.withDefaults())
					.deviceAuthorizationEndpoint(Customizer.withDefaults())
					.deviceVerificationEndpoint((endpoint) -> endpoint.consentPage("/consent")));
	}

	@Bean
	@Order(2)
	SecurityFilterChain pages(HttpSecurity http) {
		return OwnChains.pages(http);
	}

	@Bean
	StaticMessageSource messageSource() {
		StaticMessageSource messages = new StaticMessageSource();
		messages.addMessage("dcr.consent.scopes.email", Locale.FRENCH, "Lire votre adresse");
		return messages;
	}

	@Bean
	StaticMessageSource otherMessages() {
		return new StaticMessageSource();
	}

	@RestController
	static final class Page {

		private final ConsentModels models;

		Page(ConsentModels models) {
			this.models = models;
		}

		@GetMapping("/consent")
		ResponseEntity<ConsentModel> consent(Principal user, @RequestParam String state, Locale locale) {
			return ResponseEntity.of(Optional.ofNullable(this.models.find(state, user.getName(), locale)));
		}

	}

}
