package io.github.opendcr.server.authorization;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.chain.ServerChain;
import io.github.opendcr.server.client.DynamicClients;

import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;

/**
 * Refuses authorization requests of dynamic clients that are longer than what has to be
 * kept of them or sent back can be, pushed or not. It hooks in before the validator of
 * authorization requests, which would send the answer to the client.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9126.html#section-2.3">RFC 9126
 * §2.3</a>
 */
final class RequestLength implements Consumer<OAuth2AuthorizationCodeRequestAuthenticationContext> {

	// Spring keeps them twice in a column that has 64 KB on MariaDB, and a nonce gets
	// into each ID token
	private static final int MOST = 20_000;

	// Servlet containers have 8 KB for all headers of an answer
	private static final int MOST_OF_ANSWER = 7000;

	static void addTo(ServerChain chain) {
		RequestValidators.change(chain, (present) -> new RequestLength().andThen(present));
	}

	@Override
	public void accept(OAuth2AuthorizationCodeRequestAuthenticationContext context) {
		if (!DynamicClients.isDynamic(context.getRegisteredClient())) {
			return;
		}
		OAuth2AuthorizationCodeRequestAuthenticationToken request = context.getAuthentication();
		String redirectUri = Objects.requireNonNullElseGet(request.getRedirectUri(),
				() -> context.getRegisteredClient().getRedirectUris().stream().findFirst().orElse(""));
		if (!canBeAnswered(redirectUri, request.getState())) {
			throw refused("state is too long to be sent back: with redirect_uri at most " + MOST_OF_ANSWER, request);
		}
		if (length(request.getState()) + length(request.getAdditionalParameters()) > MOST) {
			throw refused("The parameters are too long: in all at most " + MOST, request);
		}
	}

	/**
	 * Whether an answer fits into a redirect.
	 * @param redirectUri where it is sent
	 * @param state what is sent back with it
	 */
	static boolean canBeAnswered(String redirectUri, @Nullable String state) {
		return redirectUri.length() + length(state) <= MOST_OF_ANSWER;
	}

	private static OAuth2AuthorizationCodeRequestAuthenticationException refused(String description,
			OAuth2AuthorizationCodeRequestAuthenticationToken request) {
		return AuthorizationRefusal.to(null, OAuth2ErrorCodes.INVALID_REQUEST,
				description + " characters, percent-encoded", request);
	}

	private static int length(Map<String, Object> parameters) {
		return parameters.entrySet()
			.stream()
			.flatMap((parameter) -> Stream.concat(Stream.of(parameter.getKey()), texts(parameter.getValue())))
			.mapToInt(RequestLength::length)
			.sum();
	}

	private static Stream<String> texts(Object value) {
		return (value instanceof String[] several) ? Arrays.stream(several) : Stream.of(String.valueOf(value));
	}

	// At least as long as it is when it is percent-encoded
	private static int length(@Nullable String text) {
		return (text != null) ? text.chars().map((c) -> isUnreserved(c) ? 1 : (c < 0x80) ? 3 : 9).sum() : 0;
	}

	// RFC 3986 §2.3
	private static boolean isUnreserved(int c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-._~".indexOf(c) >= 0;
	}

}
