package io.github.opendcr.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationContext;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RedirectUriPolicy}.
 */
class RedirectUriPolicyTests {

	private static final RegistrationContext CONTEXT = RegistrationContext.of(Registrant.ANONYMOUS);

	private final RedirectUriPolicy policy = new RedirectUriPolicy((anyone) -> new RedirectUriSettings(true,
			Set.of("cursor"), true, List.of("*.example.com", "client.example"), true, false));

	private final RedirectUriPolicy dropping = new RedirectUriPolicy(
			(anyone) -> new RedirectUriSettings(true, Set.of("cursor"), false, List.of("client.example"), true, true));

	@ParameterizedTest
	@ValueSource(strings = { "https://a.example.com/cb", "https://a.b.example.com/cb", "https://client.example/cb",
			"http://localhost:1/cb", "http://127.0.0.1/cb", "http://[::1]:1/cb", "cursor://x/cb",
			"com.example.app:/cb" })
	void applyWhenAllowedThenUnchanged(String uri) {
		ClientMetadata metadata = ClientMetadata.of(Map.of("redirect_uris", List.of(uri)));
		assertThat(this.policy.apply(metadata, CONTEXT)).isSameAs(metadata);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://example.com/cb", "https://attackerexample.com/cb",
			"https://example.com.evil.example/cb", "https://a.client.example/cb", "https://evil.example/cb",
			"http://client.example/cb", "http://127.0.0.2/cb", "http://localhost.evil.example/cb", "vscode://x/cb",
			"myapp:/cb" })
	void applyWhenNotAllowedThenRefused(String uri) {
		assertRefused(this.policy, "redirect_uris", uri, RegistrationError.INVALID_REDIRECT_URI);
		assertRefused(this.policy, "post_logout_redirect_uris", uri, RegistrationError.INVALID_CLIENT_METADATA);
	}

	@Test
	void applyWhenOneOfSeveralNotAllowedThenRefused() {
		assertThatExceptionOfType(RegistrationException.class)
			.isThrownBy(() -> this.policy.apply(
					ClientMetadata
						.of(Map.of("redirect_uris", List.of("https://client.example/cb", "https://evil.example/cb"))),
					CONTEXT))
			.withMessageContaining(
					"redirect_uris must redirect to a host that this server allows: 'https://evil.example/cb'");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "https://evil.example/cb", "http://client.example/cb", "vscode://x/cb", "com.example.app:/cb" })
	void applyWhenRefusedOnesAreDroppedThenTheRestInOrder(String refused) {
		for (String member : List.of("redirect_uris", "post_logout_redirect_uris")) {
			ClientMetadata metadata = ClientMetadata
				.of(Map.of(member, List.of("cursor://x/cb", refused, "https://client.example/cb")));
			assertThat(this.dropping.apply(metadata, CONTEXT).getStrings(member)).containsExactly("cursor://x/cb",
					"https://client.example/cb");
		}
	}

	@Test
	void applyWhenRefusedOnesAreDroppedAndNoneRemainsThenRefused() {
		assertRefused(this.dropping, "redirect_uris", "https://evil.example/cb",
				RegistrationError.INVALID_REDIRECT_URI);
		assertRefused(this.dropping, "post_logout_redirect_uris", "https://evil.example/cb",
				RegistrationError.INVALID_CLIENT_METADATA);
	}

	@Test
	void applyWhenHttpsNotRequiredThenHttpToAllowedHosts() {
		RedirectUriPolicy http = new RedirectUriPolicy(
				(anyone) -> new RedirectUriSettings(false, Set.of(), true, List.of("client.example"), true, false));
		http.apply(ClientMetadata.of(Map.of("redirect_uris", List.of("http://client.example/cb"))), CONTEXT);
		assertRefused(http, "redirect_uris", "http://evil.example/cb", RegistrationError.INVALID_REDIRECT_URI);
	}

	@Test
	void applyWhenLoopbackNotAllowedThenRefused() {
		RedirectUriPolicy remote = new RedirectUriPolicy(
				(anyone) -> new RedirectUriSettings(true, Set.of(), true, List.of(), false, false));
		assertRefused(remote, "redirect_uris", "http://127.0.0.1/cb", RegistrationError.INVALID_REDIRECT_URI);
	}

	@ParameterizedTest
	@CsvSource({ "http://localhost/cb, must not redirect to a loopback interface",
			"com.example.app:/cb, must not use a private-use scheme", "http://client.example/cb, must use https",
			"https://other.example/cb, must redirect to a host" })
	void applyWhenNotAllowedThenSaysWhy(String uri, String why) {
		RedirectUriPolicy strict = new RedirectUriPolicy(
				(anyone) -> new RedirectUriSettings(true, Set.of(), false, List.of("client.example"), false, false));
		assertThatExceptionOfType(RegistrationException.class)
			.isThrownBy(() -> strict.apply(ClientMetadata.of(Map.of("redirect_uris", List.of(uri))), CONTEXT))
			.withMessageContaining(why);
	}

	@Test
	void createWhenForbiddenSchemeAllowedThenIllegalArgument() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RedirectUriSettings(true, Set.of("JavaScript"), true, List.of(), true, false));
	}

	private static void assertRefused(RedirectUriPolicy policy, String member, String uri, RegistrationError error) {
		assertThatExceptionOfType(RegistrationException.class)
			.isThrownBy(() -> policy.apply(ClientMetadata.of(Map.of(member, List.of(uri))), CONTEXT))
			.satisfies((ex) -> assertThat(ex.getError()).isEqualTo(error));
	}

}
