package io.github.opendcr.server.client;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientStatus;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/**
 * Tells clients that registered themselves, or whose documents were admitted, from those
 * that the application registered, and whether they may be used. The marks are client
 * settings, so that they are there when the server looks a client up: without another
 * look-up in Spring's own repositories, which keep all settings, and written anew in all
 * others.
 *
 * @since 0.1.0
 */
public final class DynamicClients {

	private static final String DYNAMIC = "settings.client.dynamic-registration";

	private static final String STATUS = "settings.client.registration-status";

	private static final String DOCUMENT = "settings.client.registration-document";

	private static final String EXPIRES_AT = "settings.client.registration-expires-at";

	private DynamicClients() {
	}

	/**
	 * Mark a client as dynamic.
	 * @param settings the settings of the client that is being built
	 * @param status its status
	 * @param expiresAt when it ends, or {@code null} if never
	 */
	public static void mark(ClientSettings.Builder settings, ClientStatus status, @Nullable Instant expiresAt) {
		// A Boolean and a String come back from JdbcRegisteredClientRepository's JSON as
		// they went in
		settings.setting(DYNAMIC, Boolean.TRUE).setting(STATUS, status.name());
		if (expiresAt != null) {
			settings.setting(EXPIRES_AT, expiresAt.toString());
		}
	}

	/**
	 * Mark a client whose {@code client_id} is the URL of a document.
	 * @param settings the settings of the client that is being built
	 */
	public static void markDocument(ClientSettings.Builder settings) {
		settings.setting(DOCUMENT, Boolean.TRUE);
	}

	/**
	 * Return the client with another status.
	 * @param client the client
	 * @param status the status
	 * @return a new value
	 */
	public static RegisteredClient withStatus(RegisteredClient client, ClientStatus status) {
		return RegisteredClient.from(client)
			.clientSettings(ClientSettings.withSettings(client.getClientSettings().getSettings())
				.setting(STATUS, status.name())
				.build())
			.build();
	}

	/**
	 * Whether the client registered itself, or its document was admitted.
	 * @param client the client
	 * @return {@code true} if it is marked
	 */
	public static boolean isDynamic(RegisteredClient client) {
		return Boolean.TRUE.equals(setting(client, DYNAMIC));
	}

	/**
	 * Whether the {@code client_id} is the URL of a document. Such a client is dynamic,
	 * too.
	 * @param client the client
	 * @return {@code true} if it is marked
	 */
	public static boolean isOfDocument(RegisteredClient client) {
		return Boolean.TRUE.equals(setting(client, DOCUMENT));
	}

	/**
	 * Whether the client registered itself as one without credentials.
	 * @param client the client
	 * @return {@code true} if it is marked and public
	 */
	public static boolean isDynamicPublic(RegisteredClient client) {
		return isDynamic(client) && client.getClientAuthenticationMethods().contains(ClientAuthenticationMethod.NONE);
	}

	/**
	 * Whether the token endpoint issued an access token to a client that is marked.
	 * @param authentication what Spring Security says was authenticated
	 * @return {@code true} if it is the answer to such a client
	 */
	public static boolean isIssuedToken(Authentication authentication) {
		return authentication instanceof OAuth2AccessTokenAuthenticationToken token
				&& isDynamic(token.getRegisteredClient());
	}

	/**
	 * Return the client that sent the request, dynamic or not, as far as the chain knows
	 * it at this place.
	 * @return the client, or {@code null} if none has authenticated
	 */
	public static @Nullable RegisteredClient authenticated() {
		return (SecurityContextHolder.getContext().getAuthentication() instanceof OAuth2ClientAuthenticationToken token
				&& token.isAuthenticated()) ? token.getRegisteredClient() : null;
	}

	/**
	 * Say why a client may not be used.
	 * @param client the client
	 * @param now what time it is
	 * @return the reason, or {@code null} if it may be used
	 */
	public static @Nullable Unavailability unavailability(RegisteredClient client, Instant now) {
		if (hasEnded(client, now)) {
			return Unavailability.EXPIRED;
		}
		if (!isDynamic(client) || isActive(client)) {
			return null;
		}
		return ClientStatus.PENDING.name().equals(setting(client, STATUS)) ? Unavailability.PENDING
				: Unavailability.DISABLED;
	}

	// One that was registered before there was a status has none
	private static boolean isActive(RegisteredClient client) {
		Object status = setting(client, STATUS);
		return status == null || ClientStatus.ACTIVE.name().equals(status);
	}

	private static boolean hasEnded(RegisteredClient client, Instant now) {
		Instant expiresAt = expiresAt(client);
		// Spring counts the lives of tokens in seconds, and none has less than one
		return expiresAt != null && Duration.between(now, expiresAt).toSeconds() < 1;
	}

	private static @Nullable Instant expiresAt(RegisteredClient client) {
		return (setting(client, EXPIRES_AT) instanceof String expiresAt) ? Instant.parse(expiresAt) : null;
	}

	private static @Nullable Object setting(RegisteredClient client, String name) {
		return client.getClientSettings().getSettings().get(name);
	}

	/**
	 * Return the client with lives of tokens that end with its own: whoever checks a JWT
	 * by itself must not accept it for longer.
	 * @param client a client that may be used
	 * @param now what time it is
	 * @return the same client if it doesn't end
	 */
	public static RegisteredClient withTokensThatEndWithIt(RegisteredClient client, Instant now) {
		Instant expiresAt = expiresAt(client);
		if (expiresAt == null) {
			return client;
		}
		Duration rest = Duration.between(now, expiresAt);
		TokenSettings settings = client.getTokenSettings();
		return RegisteredClient.from(client)
			.tokenSettings(TokenSettings.withSettings(settings.getSettings())
				.authorizationCodeTimeToLive(shorter(settings.getAuthorizationCodeTimeToLive(), rest))
				.accessTokenTimeToLive(shorter(settings.getAccessTokenTimeToLive(), rest))
				.deviceCodeTimeToLive(shorter(settings.getDeviceCodeTimeToLive(), rest))
				.refreshTokenTimeToLive(shorter(settings.getRefreshTokenTimeToLive(), rest))
				.build())
			.build();
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

}
