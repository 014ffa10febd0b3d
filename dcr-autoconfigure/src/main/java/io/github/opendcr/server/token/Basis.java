package io.github.opendcr.server.token;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2DeviceCode;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.OAuth2UserCode;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;

/**
 * What a request found an authorization by, and whether that was still valid then: the
 * change that follows rests on it. The authorization itself carries it from where it is
 * found to where it is saved, and it is never stored.
 *
 * @param kind what it was
 * @param value the token or the {@code state}
 */
record Basis(Kind kind, String value) {

	private static final String ATTRIBUTE = "io.github.opendcr.basis";

	// in the metadata of a code, from the moment it is redeemed
	private static final String REDEEMED_AT = "metadata.dynamic-registration.redeemed-at";

	private static final Map<String, Class<? extends OAuth2Token>> TOKENS = Map.of(OAuth2ParameterNames.CODE,
			OAuth2AuthorizationCode.class, OAuth2ParameterNames.ACCESS_TOKEN, OAuth2AccessToken.class,
			OAuth2ParameterNames.REFRESH_TOKEN, OAuth2RefreshToken.class, OAuth2ParameterNames.DEVICE_CODE,
			OAuth2DeviceCode.class, OAuth2ParameterNames.USER_CODE, OAuth2UserCode.class, "id_token",
			OidcIdToken.class);

	/**
	 * Return the authorization with what it was found by.
	 * @param type the type that was asked for, or {@code null} if any would do
	 */
	static OAuth2Authorization attached(OAuth2Authorization found, String presented, @Nullable OAuth2TokenType type) {
		OAuth2Authorization.Token<?> token = token(found, presented, type);
		String state = state(found);
		if (token == null && state == null) {
			return found;
		}
		Kind kind = (token != null) ? Kind.of(token) : Kind.STATE;
		return OAuth2Authorization.from(found)
			.attribute(ATTRIBUTE, kind + " " + ((token != null) ? token.getToken().getTokenValue() : state))
			.build();
	}

	// By type where it is known: a service may store hashes of tokens
	private static OAuth2Authorization.@Nullable Token<? extends OAuth2Token> token(OAuth2Authorization found,
			String presented, @Nullable OAuth2TokenType type) {
		if (type == null) {
			return found.getToken(presented);
		}
		Class<? extends OAuth2Token> token = TOKENS.get(type.getValue());
		return (token != null) ? found.getToken(token) : null;
	}

	static @Nullable Basis of(OAuth2Authorization authorization) {
		if (!(authorization.getAttribute(ATTRIBUTE) instanceof String text)) {
			return null;
		}
		int space = text.indexOf(' ');
		return new Basis(Kind.valueOf(text.substring(0, space)), text.substring(space + 1));
	}

	/**
	 * Return the authorization as it is stored.
	 */
	static OAuth2Authorization detached(OAuth2Authorization authorization) {
		return without(authorization, ATTRIBUTE);
	}

	/**
	 * Whether a change that rests on this may be made.
	 * @param current what is stored now
	 */
	boolean holds(OAuth2Authorization current) {
		if (this.kind == Kind.STATE) {
			return this.value.equals(state(current)) && !isAnswered(current);
		}
		OAuth2Authorization.Token<?> token = current.getToken(this.value);
		return token != null && token.isInvalidated() == (this.kind == Kind.INVALIDATED);
	}

	/**
	 * Return what is to be stored, with what later requests need to know: the
	 * {@code state} of a consent until its code is redeemed, and then when that was.
	 */
	OAuth2Authorization completed(OAuth2Authorization current, OAuth2Authorization next, Instant now) {
		if (this.kind == Kind.STATE && isAnswered(next) && !isInvalidated(next, OAuth2DeviceCode.class)) {
			return OAuth2Authorization.from(next).attributes((attributes) -> {
				attributes.put(OAuth2ParameterNames.STATE, this.value);
				attributes.computeIfAbsent(OAuth2ParameterNames.SCOPE,
						(name) -> current.getAttributes().get(OAuth2ParameterNames.SCOPE));
			}).build();
		}
		if (next.getAccessToken() == null) {
			return next;
		}
		OAuth2Authorization redeemed = (state(next) != null)
				? without(next, OAuth2ParameterNames.STATE, OAuth2ParameterNames.SCOPE, ShownConsents.ATTRIBUTE) : next;
		OAuth2Authorization.Token<OAuth2AuthorizationCode> code = redeemed.getToken(OAuth2AuthorizationCode.class);
		return (this.kind == Kind.VALID && code != null && code.getToken().getTokenValue().equals(this.value))
				? OAuth2Authorization.from(redeemed)
					.token(code.getToken(), (metadata) -> metadata.putIfAbsent(REDEEMED_AT, now))
					.build()
				: redeemed;
	}

	/**
	 * Whether the authorization's code was redeemed a moment ago.
	 */
	static boolean isJustRedeemed(OAuth2Authorization authorization, Instant now, Duration moment) {
		OAuth2Authorization.Token<OAuth2AuthorizationCode> code = authorization.getToken(OAuth2AuthorizationCode.class);
		return code != null && code.isInvalidated() && code.getMetadata(REDEEMED_AT) instanceof Instant redeemedAt
				&& !redeemedAt.plus(moment).isBefore(now);
	}

	/**
	 * Whether the user has allowed what the authorization is for.
	 */
	static boolean isAnswered(OAuth2Authorization authorization) {
		return authorization.getToken(OAuth2AuthorizationCode.class) != null
				|| isInvalidated(authorization, OAuth2UserCode.class);
	}

	/**
	 * Whether what the user allowed hasn't been redeemed and still can be.
	 */
	static boolean isRedeemable(OAuth2Authorization authorization) {
		OAuth2Authorization.Token<?> code = authorization.getToken(OAuth2AuthorizationCode.class);
		OAuth2Authorization.Token<?> either = (code != null) ? code : authorization.getToken(OAuth2DeviceCode.class);
		return either != null && either.isActive() && authorization.getAccessToken() == null;
	}

	private static boolean isInvalidated(OAuth2Authorization authorization, Class<? extends OAuth2Token> type) {
		OAuth2Authorization.Token<?> token = authorization.getToken(type);
		return token != null && token.isInvalidated();
	}

	private static @Nullable String state(OAuth2Authorization authorization) {
		return authorization.getAttribute(OAuth2ParameterNames.STATE);
	}

	private static OAuth2Authorization without(OAuth2Authorization authorization, String... names) {
		return OAuth2Authorization.from(authorization).attributes((attributes) -> {
			for (String name : names) {
				attributes.remove(name);
			}
		}).build();
	}

	/**
	 * By what an authorization can be found.
	 */
	enum Kind {

		/**
		 * The {@code state} of a consent.
		 */
		STATE,

		/**
		 * A code or token that was valid, or at least not invalidated.
		 */
		VALID,

		/**
		 * A code or token that was used up or revoked.
		 */
		INVALIDATED;

		private static Kind of(OAuth2Authorization.Token<?> token) {
			return token.isInvalidated() ? INVALIDATED : VALID;
		}

	}

}
