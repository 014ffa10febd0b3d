package io.github.opendcr.server.token;

import java.security.Principal;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.consent.PendingConsentModels.PendingConsent;
import io.github.opendcr.consent.ShownClient;
import io.github.opendcr.server.chain.AuthorizationServerServices;
import io.github.opendcr.server.client.DynamicClients;

import org.springframework.context.ApplicationContext;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * Ties a user's consent to what the user was shown of a client that registered itself.
 * The request that waits for consent remembers it, the consent carries it as one more
 * authority, and both count while the registration still says so. So a change ends
 * earlier consents in the moment in which it is committed, whoever makes it and wherever
 * consents are kept, and writes none of them. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class ShownConsents {

	/**
	 * The attribute of an authorization that says what is shown while it waits.
	 */
	static final String ATTRIBUTE = "io.github.opendcr.shown";

	private static final String AUTHORITY = "dcr_shown.";

	// As Spring writes it
	private static final String SCOPE = "SCOPE_";

	private final Supplier<ClientRegistrationStore> registrations;

	private final boolean renewed;

	/**
	 * Create an instance.
	 * @param registrations the store of registrations; asked for at the first use
	 * @param renewed whether a change of what is shown ends earlier consents
	 */
	public ShownConsents(Supplier<ClientRegistrationStore> registrations, boolean renewed) {
		this.registrations = registrations;
		this.renewed = renewed;
	}

	/**
	 * Return what finds what waits for a user's consent.
	 * @param services the authorization servers
	 * @param context where what manages the transactions of authorizations is
	 * @param resources whether clients are granted the resources that they name
	 * @return what finds it by the {@code state} of the consent page and the user's name
	 */
	public BiFunction<String, String, @Nullable PendingConsent> pending(AuthorizationServerServices services,
			ApplicationContext context, boolean resources) {
		return new PendingConsents(services, context, this, resources)::find;
	}

	/**
	 * Return a consent as the server may use it.
	 * @param stored the consent as it is kept, or {@code null}
	 * @param clients the clients of the server
	 * @return the consent to those scopes that the client still has, or {@code null} if
	 * there is none to the client as it is now
	 */
	@Nullable OAuth2AuthorizationConsent current(@Nullable OAuth2AuthorizationConsent stored,
			RegisteredClientRepository clients) {
		RegisteredClient client = (stored != null) ? dynamic(stored.getRegisteredClientId(), clients) : null;
		if (stored == null || (client != null && !countsFor(stored, client))) {
			return null;
		}
		Set<GrantedAuthority> granted = new HashSet<>(stored.getAuthorities());
		granted.removeIf((authority) -> isMark(authority) || (client != null && isLost(authority, client)));
		return granted.isEmpty() ? null
				: OAuth2AuthorizationConsent.withId(stored.getRegisteredClientId(), stored.getPrincipalName())
					.authorities((authorities) -> authorities.addAll(granted))
					.build();
	}

	// A consent to all scopes that a client ever had would outgrow its column
	private static boolean isLost(GrantedAuthority authority, RegisteredClient client) {
		String text = String.valueOf(authority.getAuthority());
		return text.startsWith(SCOPE) && !client.getScopes().contains(text.substring(SCOPE.length()));
	}

	private boolean countsFor(OAuth2AuthorizationConsent stored, RegisteredClient client) {
		if (!this.renewed) {
			return true;
		}
		ClientRegistration registration = this.registrations.get().findByClientId(client.getClientId());
		if (registration == null) {
			return false; // nobody knows what was shown, nor what would be
		}
		ShownClient shown = shown(stored);
		// one that doesn't say was written past this, and is good while nothing changed
		return (shown != null) ? shown.covers(ShownClient.of(registration.metadata())) : registration.version() == 1;
	}

	private static @Nullable ShownClient shown(OAuth2AuthorizationConsent stored) {
		for (GrantedAuthority authority : stored.getAuthorities()) {
			if (isMark(authority)) {
				return ShownClient.parse(String.valueOf(authority.getAuthority()).substring(AUTHORITY.length()));
			}
		}
		return null;
	}

	private static boolean isMark(GrantedAuthority authority) {
		return String.valueOf(authority.getAuthority()).startsWith(AUTHORITY);
	}

	/**
	 * Return a consent as it is to be kept.
	 * @param consent the consent; with what was shown, if whoever made it knew
	 * @param clients the clients of the server
	 * @return the consent with what is shown now, if it says nothing
	 */
	OAuth2AuthorizationConsent marked(OAuth2AuthorizationConsent consent, RegisteredClientRepository clients) {
		ShownClient now = (shown(consent) == null) ? now(consent.getRegisteredClientId(), clients) : null;
		return (now != null) ? OAuth2AuthorizationConsent.from(consent)
			.authority(new SimpleGrantedAuthority(AUTHORITY + now))
			.build() : consent;
	}

	/**
	 * Add what was shown to what the user grants, if that is anything.
	 * @param granted the authorities of the consent
	 * @param answered the authorization that waited for it
	 */
	static void mark(Set<GrantedAuthority> granted, OAuth2Authorization answered) {
		if (!granted.isEmpty() && answered.getAttribute(ATTRIBUTE) instanceof String shown) {
			granted.removeIf(ShownConsents::isMark);
			granted.add(new SimpleGrantedAuthority(AUTHORITY + shown));
		}
	}

	/**
	 * Return an authorization as it is to be kept.
	 * @param authorization the authorization
	 * @param clients the clients of the server
	 * @return the authorization with what is shown, if it begins to wait for consent
	 */
	OAuth2Authorization recorded(OAuth2Authorization authorization, RegisteredClientRepository clients) {
		// what was pushed waits for no user yet
		if (authorization.getAttribute(OAuth2ParameterNames.STATE) == null
				|| authorization.getAttribute(Principal.class.getName()) == null || Basis.isAnswered(authorization)) {
			return authorization;
		}
		ShownClient now = now(authorization.getRegisteredClientId(), clients);
		return (now != null) ? OAuth2Authorization.from(authorization).attribute(ATTRIBUTE, now.toString()).build()
				: authorization;
	}

	/**
	 * Whether what the user was shown is what would be shown now.
	 * @param waiting the authorization that waits for consent, or did
	 * @param clients the clients of the server
	 * @return {@code true} if nothing is known of it, too
	 */
	boolean isCurrent(OAuth2Authorization waiting, RegisteredClientRepository clients) {
		ShownClient shown = (waiting.getAttribute(ATTRIBUTE) instanceof String text) ? ShownClient.parse(text) : null;
		ShownClient now = (shown != null) ? now(waiting.getRegisteredClientId(), clients) : null;
		return shown == null || now == null || shown.covers(now);
	}

	private @Nullable ShownClient now(String registeredClientId, RegisteredClientRepository clients) {
		RegisteredClient client = this.renewed ? dynamic(registeredClientId, clients) : null;
		ClientRegistration registration = (client != null)
				? this.registrations.get().findByClientId(client.getClientId()) : null;
		return (registration != null) ? ShownClient.of(registration.metadata()) : null;
	}

	private static @Nullable RegisteredClient dynamic(String registeredClientId, RegisteredClientRepository clients) {
		RegisteredClient client = clients.findById(registeredClientId);
		return (client != null && DynamicClients.isDynamic(client)) ? client : null;
	}

}
