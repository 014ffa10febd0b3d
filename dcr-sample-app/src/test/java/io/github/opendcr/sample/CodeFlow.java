package io.github.opendcr.sample;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import org.springframework.web.util.UriComponentsBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The authorization code flow with PKCE, as a client runs it, for all scopes with which
 * it is registered.
 */
final class CodeFlow {

	private static final String VERIFIER = "a-verifier-of-sufficient-length-0123456789-abcdefg";

	private static final String STATE = "state of the client, 100% its own";

	private final Server server;

	private final Client client;

	private final String redirectUri;

	CodeFlow(Server server, Client client, String redirectUri) {
		this.server = server;
		this.client = client;
		this.redirectUri = redirectUri;
	}

	/**
	 * Send the user through the pages and exchange the code.
	 * @return the answer of the token endpoint
	 */
	Answer run(Browser browser) {
		URI callback = browser.authorize(authorizationRequest());
		assertThat(callback.toString()).startsWith(this.redirectUri);
		Map<String, String> parameters = parameters(callback);
		assertThat(parameters).containsKey("code").containsEntry("state", STATE);
		return exchange(parameters.get("code"));
	}

	URI authorizationRequest() {
		List<Map.Entry<String, String>> parameters = List.of(Map.entry("response_type", "code"),
				Map.entry("client_id", this.client.id()), Map.entry("redirect_uri", this.redirectUri),
				Map.entry("scope", this.client.scope()), Map.entry("state", STATE),
				Map.entry("code_challenge", challenge()), Map.entry("code_challenge_method", "S256"));
		return this.server.uri("/oauth2/authorize?" + Http.encode(parameters));
	}

	private Answer exchange(String code) {
		return this.server.token(this.client, Map.entry("grant_type", "authorization_code"), Map.entry("code", code),
				Map.entry("redirect_uri", this.redirectUri), Map.entry("code_verifier", VERIFIER));
	}

	static Map<String, String> parameters(URI callback) {
		Map<String, String> parameters = UriComponentsBuilder.fromUri(callback)
			.build()
			.getQueryParams()
			.toSingleValueMap();
		parameters.replaceAll((name, value) -> URLDecoder.decode(value, StandardCharsets.UTF_8));
		return parameters;
	}

	private static String challenge() {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
