package io.github.opendcr.server.authentication;

import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.keys.ClientKeys;

import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContext;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * What a client assertion says of itself, before anyone could verify it: the keys of an
 * unknown client are in its document. It proves nothing, but whoever sends one without
 * these marks can't be the client, and causes no fetch.
 *
 * @param algorithm the algorithm by which it is signed
 * @param claims what it says
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7523.html#section-3">RFC 7523 §3</a>
 */
record ClientAssertionClaims(String algorithm, JWTClaimsSet claims) {

	private static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

	/**
	 * Whether a request has one assertion, that could be read or not.
	 */
	static boolean areIn(HttpServletRequest request) {
		String[] assertions = request.getParameterValues(OAuth2ParameterNames.CLIENT_ASSERTION);
		return assertions != null && assertions.length == 1
				&& JWT_BEARER.equals(request.getParameter(OAuth2ParameterNames.CLIENT_ASSERTION_TYPE));
	}

	/**
	 * Read the assertion of a request.
	 * @return the assertion, or {@code null} if there isn't one that could be read
	 */
	static @Nullable ClientAssertionClaims of(HttpServletRequest request) {
		if (!areIn(request)) {
			return null;
		}
		try {
			SignedJWT jwt = SignedJWT.parse(request.getParameter(OAuth2ParameterNames.CLIENT_ASSERTION));
			return new ClientAssertionClaims(jwt.getHeader().getAlgorithm().getName(), jwt.getJWTClaimsSet());
		}
		catch (ParseException ex) {
			return null; // no signed JWT, and so nobody's
		}
	}

	@Nullable String subject() {
		return this.claims.getSubject();
	}

	/**
	 * Whether it may be a client's, for this server and now.
	 */
	boolean mayBeOf(String clientId, Instant now) {
		Date expiresAt = this.claims.getExpirationTime();
		Date notBefore = this.claims.getNotBeforeTime();
		Instant latest = now.plus(DynamicClientAuthentication.MAX_LIFETIME);
		return ClientKeys.SIGNING_ALGORITHMS.contains(this.algorithm) && clientId.equals(this.claims.getIssuer())
				&& clientId.equals(this.claims.getSubject()) && expiresAt != null
				&& expiresAt.toInstant().plus(DynamicClientAuthentication.CLOCK_SKEW).isAfter(now)
				&& !expiresAt.toInstant().isAfter(latest)
				&& (notBefore == null || !notBefore.toInstant().isAfter(latest)) && isForThisServer();
	}

	private boolean isForThisServer() {
		AuthorizationServerContext context = AuthorizationServerContextHolder.getContext();
		if (context == null) {
			return false;
		}
		List<String> audiences = new ArrayList<>(List.of(context.getIssuer()));
		Stream
			.<Function<AuthorizationServerSettings, String>>of(AuthorizationServerSettings::getTokenEndpoint,
					AuthorizationServerSettings::getPushedAuthorizationRequestEndpoint,
					AuthorizationServerSettings::getDeviceAuthorizationEndpoint)
			.map((path) -> path.apply(context.getAuthorizationServerSettings()))
			.map((path) -> UriComponentsBuilder.fromUriString(context.getIssuer()).path(path).build().toUriString())
			.forEach(audiences::add);
		return !Collections.disjoint(this.claims.getAudience(), audiences);
	}

}
