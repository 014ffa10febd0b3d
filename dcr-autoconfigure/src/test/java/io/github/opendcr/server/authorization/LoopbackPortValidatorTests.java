package io.github.opendcr.server.authorization;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.opendcr.ClientStatus;
import io.github.opendcr.server.chain.TestServices;
import io.github.opendcr.server.client.DynamicClients;

import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LoopbackPortValidator}.
 */
class LoopbackPortValidatorTests {

	private final List<Set<String>> seen = new ArrayList<>();

	private final LoopbackPortValidator validator = new LoopbackPortValidator(
			(context) -> this.seen.add(context.getRegisteredClient().getRedirectUris()));

	@ParameterizedTest
	@CsvSource({ "http://localhost/cb, http://localhost:1/cb", "http://localhost:7000/cb, http://localhost:65535/cb",
			"http://localhost:7000/cb, http://localhost/cb", "http://localhost, http://localhost:7000",
			"http://localhost:7000?a=b, http://localhost:7001?a=b",
			"http://localhost/cb?a=b, http://localhost:7/cb?a=b", "http://127.0.0.1/cb, http://127.0.0.1:65535/cb",
			"http://[::1]:5/cb, http://[::1]:6/cb", "https://127.0.0.1/cb, https://127.0.0.1:1/cb" })
	void acceptWhenOnlyPortDiffersThenDelegateSeesBothUris(String registered, String requested) {
		this.validator.accept(context(registered, requested, true));
		assertThat(this.seen).containsExactly(Set.of(registered, requested));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ' ', value = { "http://localhost/cb http://localhost:1/cb2",
			"http://localhost/cb http://localhost:1/cb/", "http://localhost/cb http://localhost:1/cb?a=b",
			"http://localhost/cb http://localhost:1/cb#f", "http://localhost/cb http://localhost:1@evil.example/cb",
			"http://localhost/cb http://localhost@evil.example/cb", "http://localhost/cb http://localhost:65536/cb",
			"http://localhost/cb http://localhost:99999/cb", "http://localhost/cb http://localhost:0/cb",
			"http://localhost/cb http://localhost:/cb", "http://localhost/cb http://localhost:07/cb",
			"http://localhost/cb http://localhost:-1/cb", "http://localhost/cb http://localhost:\u0661/cb",
			"http://localhost/cb http://localhost.evil.example:1/cb", "http://localhost/cb http://localhost\\@evil/cb",
			"http://localhost/cb http://localhost:1\\@evil/cb", "http://localhost/cb HTTP://localhost:1/cb",
			"http://localhost/cb http://LOCALHOST:1/cb", "http://localhost/cb https://localhost:1/cb",
			"https://localhost/cb https://localhost:1/cb", "https://app.example/cb https://app.example:1/cb",
			"http://127.0.0.1/cb http://localhost:1/cb", "http://localhost http://localhost:1evil.example" })
	void acceptWhenMoreThanPortDiffersThenDelegateSeesClientAsItIs(String registered, String requested) {
		this.validator.accept(context(registered, requested, true));
		assertThat(this.seen).containsExactly(Set.of(registered));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ' ',
			value = { "http://localhost/cb http://127.0.0.1:1/cb", "http://127.0.0.1/cb http://127.0.0.1:65536/cb",
					"http://127.0.0.1/cb http://127.0.0.1:99999999999/cb", "http://127.0.0.1/cb http://127.0.0.1:0/cb",
					"http://127.0.0.1/a/b http://127.0.0.1:1/a//b", "http://127.0.0.1/cb http://127.0.0.2:1/cb",
					"http://127.0.0.1/cb http://user@127.0.0.1:1/cb", "http://127.0.0.1/cb https://127.0.0.1:1/cb",
					"http://[::1]/cb http://[::1]:99999/cb", "http://[::1]/cb http://[0:0:0:0:0:0:0:1]:1/cb",
					"com.example.app://127.0.0.1/cb com.example.app://127.0.0.1:1/cb" })
	void acceptWhenMoreThanPortOfAnAddressDiffersThenRefusedWithoutRedirect(String registered, String requested) {
		assertThatExceptionOfType(OAuth2AuthorizationCodeRequestAuthenticationException.class)
			.isThrownBy(() -> this.validator.accept(context(registered, requested, true)))
			.satisfies((ex) -> assertThat(ex.getError().getErrorCode()).isEqualTo("invalid_request"))
			.satisfies((ex) -> assertThat(ex.getAuthorizationCodeRequestAuthentication().getRedirectUri()).isNull());
		assertThat(this.seen).isEmpty();
	}

	@Test
	void acceptWhenHandRegisteredThenDelegateSeesClientAsItIs() {
		this.validator.accept(context("http://localhost/cb", "http://localhost:1/cb", false));
		assertThat(this.seen).containsExactly(Set.of("http://localhost/cb"));
	}

	@Test
	void acceptWhenNoRedirectUriIsRequestedThenDelegateSeesClientAsItIs() {
		this.validator.accept(context("http://localhost/cb", null, true));
		assertThat(this.seen).containsExactly(Set.of("http://localhost/cb"));
	}

	private static OAuth2AuthorizationCodeRequestAuthenticationContext context(String registered, String requested,
			boolean dynamic) {
		ClientSettings.Builder settings = ClientSettings.builder();
		if (dynamic) {
			DynamicClients.mark(settings, ClientStatus.ACTIVE, null);
		}
		RegisteredClient client = TestServices.client("id")
			.clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
			.redirectUri(registered)
			.clientSettings(settings.build())
			.build();
		return OAuth2AuthorizationCodeRequestAuthenticationContext
			.with(new OAuth2AuthorizationCodeRequestAuthenticationToken("https://issuer.example/oauth2/authorize",
					client.getClientId(), new TestingAuthenticationToken("user", null), requested, null, Set.of(),
					Map.of()))
			.registeredClient(client)
			.build();
	}

}
