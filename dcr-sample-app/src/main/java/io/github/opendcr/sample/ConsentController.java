package io.github.opendcr.sample;

import java.security.Principal;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

import io.github.opendcr.ClientRegistrationStore;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/**
 * The page on which a user allows a client what it asks for. A client that registered
 * itself chose its own name, so the page says that it did, and shows where the answer
 * goes (RFC 7591 §5).
 */
@Controller
class ConsentController {

	private static final OAuth2TokenType STATE = new OAuth2TokenType(OAuth2ParameterNames.STATE);

	private final RegisteredClientRepository clients;

	private final OAuth2AuthorizationService authorizations;

	private final OAuth2AuthorizationConsentService consents;

	private final ObjectProvider<ClientRegistrationStore> registrations;

	ConsentController(RegisteredClientRepository clients, OAuth2AuthorizationService authorizations,
			OAuth2AuthorizationConsentService consents, ObjectProvider<ClientRegistrationStore> registrations) {
		this.clients = clients;
		this.authorizations = authorizations;
		this.consents = consents;
		this.registrations = registrations;
	}

	/**
	 * Show the page. What it says is read from the pending authorization, not from the
	 * other parameters, which a link could set to anything.
	 */
	@GetMapping("/oauth2/consent")
	String consent(Principal user, @RequestParam String state, Model model) {
		OAuth2Authorization pending = this.authorizations.findByToken(state, STATE);
		if (pending == null || !pending.getPrincipalName().equals(user.getName())) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "Nothing is waiting for your consent");
		}
		OAuth2AuthorizationRequest request = Objects
			.requireNonNull(pending.getAttribute(OAuth2AuthorizationRequest.class.getName()));
		RegisteredClient client = Objects.requireNonNull(this.clients.findById(pending.getRegisteredClientId()));
		Set<String> granted = grantedBefore(client, user);
		model.addAttribute("user", user.getName());
		model.addAttribute("client", client);
		model.addAttribute("selfRegistered", isSelfRegistered(client));
		model.addAttribute("redirectUri", request.getRedirectUri());
		model.addAttribute("state", state);
		model.addAttribute("asked", permissions(request, (scope) -> !granted.contains(scope)));
		model.addAttribute("granted", permissions(request, granted::contains));
		return "consent";
	}

	private Set<String> grantedBefore(RegisteredClient client, Principal user) {
		OAuth2AuthorizationConsent consent = this.consents.findById(client.getId(), user.getName());
		return (consent != null) ? consent.getScopes() : Set.of();
	}

	private boolean isSelfRegistered(RegisteredClient client) {
		ClientRegistrationStore store = this.registrations.getIfAvailable();
		return store != null && store.findByClientId(client.getClientId()) != null;
	}

	private static List<String> permissions(OAuth2AuthorizationRequest request, Predicate<String> which) {
		// openid permits nothing: a client says with it that it speaks OpenID Connect
		return request.getScopes()
			.stream()
			.filter((scope) -> !scope.equals(OidcScopes.OPENID))
			.filter(which)
			.sorted()
			.toList();
	}

}
