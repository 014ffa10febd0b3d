package io.github.opendcr.storage;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InMemoryGrants}.
 */
class InMemoryGrantsTests extends GrantsContract {

	private final InMemoryOAuth2AuthorizationService authorizations = new InMemoryOAuth2AuthorizationService();

	private final InMemoryOAuth2AuthorizationConsentService consents = new InMemoryOAuth2AuthorizationConsentService();

	@Override
	OAuth2AuthorizationService authorizations() {
		return this.authorizations;
	}

	@Override
	OAuth2AuthorizationConsentService consents() {
		return this.consents;
	}

	@Test
	void anyCountsWhenATokenNeverEndsThenTrue() {
		this.authorizations.save(authorization("1", ONE, new OAuth2RefreshToken("endless", ISSUED)));
		assertThat(grants().anyCounts(ONE, NOW)).isTrue();
	}

	@Test
	void ofWhenAnotherServiceThenNull() {
		assertThat(InMemoryGrants.of("another")).isNull();
		assertThat(InMemoryGrants.lookUp("another")).isNull();
	}

	@Nested
	class BehindAProxy extends GrantsContract {

		@Override
		OAuth2AuthorizationService authorizations() {
			return proxied(InMemoryGrantsTests.this.authorizations);
		}

		@Override
		OAuth2AuthorizationConsentService consents() {
			return proxied(InMemoryGrantsTests.this.consents);
		}

	}

}
