package io.github.opendcr.consent;

import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.metadata.Loopback;

import org.springframework.context.MessageSource;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Models of the requests that wait for consent at the authorization server. Safe for use
 * by several threads.
 *
 * @since 0.1.0
 */
public final class PendingConsentModels implements ConsentModels {

	private static final Comparator<String> ORDER = Comparator
		.comparing((String scope) -> !scope.equals(OidcScopes.OPENID))
		.thenComparing(Comparator.naturalOrder());

	private final BiFunction<String, String, @Nullable PendingConsent> pendingConsents;

	private final ClientRegistrationStore registrations;

	private final Predicate<String> development;

	private final ScopeWords words;

	/**
	 * Create an instance.
	 * @param pendingConsents finds what waits, by the {@code state} of the consent page
	 * and the name of the user
	 * @param registrations tells what clients say about themselves
	 * @param development whether the client of a document, by its URL, is in development
	 * @param messages the messages of the application
	 * @param words the words for each scope, where there is no message
	 * @param standard the words for the scopes of OpenID Connect, where there are none
	 */
	public PendingConsentModels(BiFunction<String, String, @Nullable PendingConsent> pendingConsents,
			ClientRegistrationStore registrations, Predicate<String> development, MessageSource messages,
			Map<String, String> words, MessageSource standard) {
		this.pendingConsents = pendingConsents;
		this.registrations = registrations;
		this.development = development;
		this.words = new ScopeWords(messages, words, standard);
	}

	@Override
	public @Nullable ConsentModel find(String state, String principalName, Locale locale) {
		PendingConsent pending = this.pendingConsents.apply(state, principalName);
		if (pending == null) {
			return null;
		}
		RegisteredClient client = pending.client();
		ClientRegistration registration = this.registrations.findByClientId(client.getClientId());
		boolean selfRegistered = registration != null || pending.dynamic();
		ClientMetadata metadata = (registration != null) ? registration.metadata()
				: ClientMetadata.empty().with("client_name", client.getClientName());
		String name = LocalizedMember.of(metadata, "client_name", locale);
		// Whoever registered a client by hand chose its name
		DisplayName displayed = (selfRegistered && name != null) ? DisplayName.of(name) : new DisplayName(name, false);
		String redirectUri = pending.redirectUri();
		return new ConsentModel(client.getClientId(), host(registration), selfRegistered,
				(registration != null) ? registration.issuedAt() : null, displayed.text(), displayed.deceptive(),
				redirectUri, (redirectUri != null) ? RedirectHost.of(redirectUri) : null,
				https(LocalizedMember.of(metadata, "policy_uri", locale)),
				https(LocalizedMember.of(metadata, "tos_uri", locale)), pending.changed(),
				selfRegistered && isLoopbackOnly(client), isInDevelopment(registration), scopes(pending, locale),
				pending.resources());
	}

	private static @Nullable String host(@Nullable ClientRegistration registration) {
		return (registration != null && registration.isOfDocument()) ? ClientHost.of(registration.clientId()) : null;
	}

	private boolean isInDevelopment(@Nullable ClientRegistration registration) {
		return registration != null && registration.isOfDocument() && this.development.test(registration.clientId());
	}

	private static boolean isLoopbackOnly(RegisteredClient client) {
		return !client.getRedirectUris().isEmpty() && client.getRedirectUris()
			.stream()
			.allMatch((uri) -> Loopback.isHost(UriComponentsBuilder.fromUriString(uri).build().getHost()));
	}

	private List<ConsentModel.Scope> scopes(PendingConsent pending, Locale locale) {
		return pending.scopes()
			.stream()
			.sorted(ORDER)
			.map((scope) -> new ConsentModel.Scope(scope, this.words.of(scope, locale),
					pending.grantedScopes().contains(scope)))
			.toList();
	}

	private static @Nullable String https(@Nullable String uri) {
		return (uri != null && "https".equalsIgnoreCase(URI.create(uri).getScheme())) ? uri : null;
	}

	/**
	 * What waits for a user's consent.
	 *
	 * @param client the client that asks
	 * @param dynamic whether it was registered dynamically
	 * @param redirectUri where the answer goes, or {@code null} if the client is a device
	 * that polls for it
	 * @param scopes the scopes that it asks for
	 * @param grantedScopes the scopes that the user granted to it before, at the same
	 * resources
	 * @param changed whether the user agreed before to what the client no longer is
	 * @param resources the resources at which it wants to use them
	 * @since 0.1.0
	 */
	public record PendingConsent(RegisteredClient client, boolean dynamic, @Nullable String redirectUri,
			Set<String> scopes, Set<String> grantedScopes, boolean changed, List<String> resources) {
	}

}
