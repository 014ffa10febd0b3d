package io.github.opendcr.admission;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.RegistrationPermission;
import io.github.opendcr.RegistrationRequest;
import io.github.opendcr.store.InMemoryStores;
import io.github.opendcr.store.InMemoryTransactions;
import io.github.opendcr.token.InitialAccessTokenTerms;
import io.github.opendcr.token.InitialAccessTokens;
import io.github.opendcr.token.IssuedInitialAccessToken;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Admission} and the permissions. What a caller sees of them is in
 * {@code RegistrationPermissionTests}.
 */
class AdmissionTests {

	private static final String SCOPE = "client.create";

	private static final Authentication USER = new TestingAuthenticationToken("user", "password", "SCOPE_" + SCOPE);

	private final InitialAccessTokens tokens = InitialAccessTokens
		.of(new InMemoryStores(new InMemoryTransactions()).initialAccessTokens(), (policy) -> true, (event) -> {
		}, Clock.systemUTC());

	private final IssuedInitialAccessToken issued = this.tokens
		.issue(InitialAccessTokenTerms.SINGLE_USE.withPolicy("partner"));

	@Test
	void createWhenThereIsNoPermissionThenIllegalArgument() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Admission(List.of(), null));
	}

	@Test
	void admitWhenAllAgreeThenOnTheUsualPolicyUnlessAPermissionSaidOne() {
		Registrant registrant = new Admission(List.of((request) -> true, (request) -> true), "usual")
			.admit(new Request(USER, null));
		assertThat(registrant).isEqualTo(Registrant.named("user").withPolicy("usual"));
		RegistrationPermission partner = (request) -> {
			request.admitAs(Registrant.ANONYMOUS.withPolicy("partner"));
			return true;
		};
		assertThat(new Admission(List.of(partner), "usual").admit(new Request(null, null)).policy())
			.isEqualTo("partner");
	}

	@Test
	void admitWhenOneDisagreesThenRefusedByWhoAsks() {
		for (List<RegistrationPermission> permissions : List.<List<RegistrationPermission>>of(
				List.of((request) -> true, (request) -> false), List.of((request) -> false, (request) -> true))) {
			Admission admission = new Admission(permissions, null);
			assertRefused(() -> admission.admit(new Request(null, null)), RegistrationError.UNAUTHORIZED);
			assertRefused(() -> admission.admit(new Request(USER, null)), RegistrationError.ACCESS_DENIED);
		}
	}

	@Test
	void authenticatedThenAnyone() {
		RegistrationPermission permission = Admission.authenticated();
		assertThat(permission.hasPermission(new Request(USER, null))).isTrue();
		assertRefused(() -> permission.hasPermission(new Request(null, null)), RegistrationError.UNAUTHORIZED);
	}

	@Test
	void scopeThenOfAnAccessTokenAndOfNoSession() {
		RegistrationPermission permission = Admission.scope(SCOPE);
		assertThat(permission.hasPermission(new Request(accessToken("other", SCOPE), null))).isTrue();
		assertRefused(() -> permission.hasPermission(new Request(null, null)), RegistrationError.UNAUTHORIZED);
		for (Authentication other : List.of(USER, accessToken(), accessToken("other"))) {
			assertRefused(() -> permission.hasPermission(new Request(other, null)),
					RegistrationError.INSUFFICIENT_SCOPE);
		}
	}

	@Test
	void initialAccessTokenThenOnItsTermsOrByTheScope() {
		RegistrationPermission permission = Admission.initialAccessToken(this.tokens, SCOPE);
		assertThat(admitted(permission, new Request(null, this.issued.value())))
			.isEqualTo(this.issued.token().registrant());
		assertThat(permission.hasPermission(new Request(accessToken(SCOPE), "token"))).isTrue();
		assertRefused(() -> permission.hasPermission(new Request(accessToken("other"), "token")),
				RegistrationError.INSUFFICIENT_SCOPE);
		for (Request other : List.of(new Request(null, null), new Request(USER, null),
				new Request(null, InitialAccessTokens.PREFIX + "unknown"))) {
			assertRefused(() -> permission.hasPermission(other), RegistrationError.UNAUTHORIZED);
		}
	}

	@Test
	void openThenAnyoneAndOnTheTermsOfATokenThatIsOne() {
		RegistrationPermission permission = Admission.open(this.tokens);
		assertThat(admitted(permission, new Request(null, null))).isEqualTo(Registrant.ANONYMOUS);
		assertThat(admitted(permission, new Request(null, "of somebody else"))).isEqualTo(Registrant.ANONYMOUS);
		assertThat(admitted(permission, new Request(null, this.issued.value())))
			.isEqualTo(this.issued.token().registrant());
		assertRefused(() -> permission.hasPermission(new Request(null, InitialAccessTokens.PREFIX + "unknown")),
				RegistrationError.INVALID_TOKEN);
	}

	private static Registrant admitted(RegistrationPermission permission, Request request) {
		return new Admission(List.of(permission), null).admit(request);
	}

	private static void assertRefused(Runnable admission, RegistrationError error) {
		assertThatExceptionOfType(RegistrationException.class).isThrownBy(admission::run)
			.satisfies((ex) -> assertThat(ex.getError()).isEqualTo(error));
	}

	private static Authentication accessToken(String... scopes) {
		OAuth2AccessToken token = new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, "token", Instant.EPOCH,
				Instant.MAX);
		return new BearerTokenAuthentication(
				new DefaultOAuth2AuthenticatedPrincipal("caller", Map.of("sub", "caller"), List.of()), token,
				AuthorityUtils.createAuthorityList(List.of(scopes).stream().map((scope) -> "SCOPE_" + scope).toList()));
	}

	private static final class Request implements RegistrationRequest {

		private final @Nullable Authentication authentication;

		private final @Nullable String bearerToken;

		private Registrant registrant;

		private Request(@Nullable Authentication authentication, @Nullable String bearerToken) {
			this.authentication = authentication;
			this.bearerToken = bearerToken;
			this.registrant = Registrant.named((authentication != null) ? authentication.getName() : null);
		}

		@Override
		public @Nullable Authentication getAuthentication() {
			return this.authentication;
		}

		@Override
		public @Nullable String getBearerToken() {
			return this.bearerToken;
		}

		@Override
		public HttpServletRequest getHttpRequest() {
			return new MockHttpServletRequest();
		}

		@Override
		public Registrant getRegistrant() {
			return this.registrant;
		}

		@Override
		public void admitAs(Registrant registrant) {
			this.registrant = registrant;
		}

	}

}
