package io.github.opendcr.storage;

import javax.sql.DataSource;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import io.github.opendcr.server.chain.TestServices;
import io.github.opendcr.testkit.TestDatabases;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JdbcGrants}.
 */
class JdbcGrantsTests extends GrantsContract {

	private final DataSource dataSource = TestDatabases.h2().createSpringTables().dataSource();

	private final JdbcTemplate jdbcTemplate = new JdbcTemplate(this.dataSource);

	private final JdbcOAuth2AuthorizationService authorizations = new JdbcOAuth2AuthorizationService(this.jdbcTemplate,
			this.clients);

	private final JdbcOAuth2AuthorizationConsentService consents = new JdbcOAuth2AuthorizationConsentService(
			this.jdbcTemplate, this.clients);

	@Override
	OAuth2AuthorizationService authorizations() {
		return this.authorizations;
	}

	@Override
	OAuth2AuthorizationConsentService consents() {
		return this.consents;
	}

	@Test
	void areRowsInThenOfTheirOwnDatabaseAndOfNoOther() {
		assertThat(grants().areRowsIn(this.dataSource)).isTrue();
		assertThat(grants().areRowsIn(TestDatabases.h2().dataSource())).isFalse();
		OAuth2AuthorizationConsentService elsewhere = new JdbcOAuth2AuthorizationConsentService(
				new JdbcTemplate(TestDatabases.h2().createSpringTables().dataSource()), this.clients);
		assertThat(Grants.of(TestServices.of(this.clients, this.authorizations, elsewhere), null)
			.areRowsIn(this.dataSource)).isFalse();
	}

	// Another deletes it between the list and the look
	@Test
	void removeAllWhenASubclassNoLongerFindsARowThenItGoesAllTheSame() {
		this.authorizations.save(authorization("1", ONE, null));
		this.consents.save(consent(ONE));
		Grants.of(TestServices.of(this.clients, new BlindAuthorizations(), new BlindConsents()), null).removeAll(ONE);
		assertThat(this.authorizations.findById("1")).isNull();
		assertThat(this.consents.findById(ONE.getId(), "user")).isNull();
	}

	@Nested
	class BehindAProxy extends GrantsContract {

		@Override
		OAuth2AuthorizationService authorizations() {
			return proxied(JdbcGrantsTests.this.authorizations);
		}

		@Override
		OAuth2AuthorizationConsentService consents() {
			return proxied(JdbcGrantsTests.this.consents);
		}

	}

	private final class BlindAuthorizations extends JdbcOAuth2AuthorizationService {

		private BlindAuthorizations() {
			super(JdbcGrantsTests.this.jdbcTemplate, JdbcGrantsTests.this.clients);
		}

		@Override
		public OAuth2Authorization findById(String id) {
			return null;
		}

	}

	private final class BlindConsents extends JdbcOAuth2AuthorizationConsentService {

		private BlindConsents() {
			super(JdbcGrantsTests.this.jdbcTemplate, JdbcGrantsTests.this.clients);
		}

		@Override
		public OAuth2AuthorizationConsent findById(String registeredClientId, String principalName) {
			return null;
		}

	}

}
