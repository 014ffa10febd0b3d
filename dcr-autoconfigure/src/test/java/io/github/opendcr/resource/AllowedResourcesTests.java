package io.github.opendcr.resource;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link AllowedResources}.
 */
class AllowedResourcesTests {

	private static final RegisteredClient CLIENT = RegisteredClient.withId("id")
		.clientId("client")
		.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
		.build();

	private static @Nullable ProtectedResource find(AllowedResources resources, String uri) {
		return resources.find(uri, CLIENT);
	}

	@Test
	void findWhenSeveralEntriesFitThenTheMostExactCounts() {
		AllowedResources resources = AllowedResources.of(Map.of("https://h.example/a/b", Set.of("exact")),
				Map.of("https://h.example", Set.of("host"), "https://h.example/a/", Set.of("long")));
		assertThat(find(resources, "https://h.example/a/b"))
			.isEqualTo(new ProtectedResource("https://h.example/a/b", Set.of("exact")));
		assertThat(find(resources, "https://h.example/a/c"))
			.isEqualTo(new ProtectedResource("https://h.example/a/c", Set.of("long")));
		assertThat(find(resources, "https://h.example/a"))
			.isEqualTo(new ProtectedResource("https://h.example/a", Set.of("host")));
		assertThat(find(resources, "HTTPS://H.example/"))
			.isEqualTo(new ProtectedResource("https://h.example", Set.of("host")));
		assertThat(find(resources, "https://h.example:8443/a")).isNull();
		assertThat(find(resources, "https://h.example.evil.example/a")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "h.example", "https://h.example/a#b", "https://u@h.example/", "https:///a", "a b", "" })
	void ofWhenUriIsBadThenSaysWhy(String uri) {
		assertThatIllegalArgumentException().isThrownBy(() -> AllowedResources.of(Map.of(uri, Set.of()), Map.of()))
			.withMessageStartingWith("It must ");
		assertThatIllegalArgumentException().isThrownBy(() -> AllowedResources.of(Map.of(), Map.of(uri, Set.of())))
			.withMessageStartingWith("It must ");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "urn:example:a", "https://h.example/?a", "https://h.example/../a", "https://h.example/%2e" })
	void ofWhenPrefixIsNoPlaceThenSaysWhy(String prefix) {
		assertThatIllegalArgumentException().isThrownBy(() -> AllowedResources.of(Map.of(), Map.of(prefix, Set.of())))
			.withMessageContaining("must have a host, no query");
	}

	@Test
	void anyThenEachUnderTheNameThatItWasGiven() {
		assertThat(find(AllowedResources.any(), "https://H.example/"))
			.isEqualTo(new ProtectedResource("https://H.example/", Set.of()));
		assertThat(AllowedResources.any().published()).isEmpty();
	}

}
