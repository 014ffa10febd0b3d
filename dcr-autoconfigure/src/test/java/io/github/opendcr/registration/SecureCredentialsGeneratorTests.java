package io.github.opendcr.registration;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SecureCredentialsGenerator}.
 */
class SecureCredentialsGeneratorTests {

	private final SecureCredentialsGenerator generator = new SecureCredentialsGenerator(Clock.systemUTC());

	@Test
	void credentialsHave256BitsAndTheirPrefix() {
		assertThat(this.generator.clientSecret()).matches("dcr_cs_[A-Za-z0-9_-]{43}");
		assertThat(this.generator.registrationAccessToken()).matches("dcr_rat_[A-Za-z0-9_-]{43}");
	}

	@Test
	void clientIdIsTheTimeAnd128Bits() {
		Instant time = Instant.parse("2026-11-22T10:15:30.123Z");
		assertThat(clientId(time)).matches("01a202c0f64b[A-Za-z0-9_-]{22}");
		assertThat(clientId(time).substring(12)).isNotEqualTo(clientId(time).substring(12));
	}

	@ParameterizedTest
	@ValueSource(strings = { "1970-01-01T00:00:00Z", "2004-11-03T19:53:47.775Z", "2038-01-19T03:14:07.999Z",
			"9999-12-31T23:59:59.998Z" })
	void clientIdsSortByTheirTime(String time) {
		Instant earlier = Instant.parse(time);
		assertThat(clientId(earlier)).hasSize(34).isLessThan(clientId(earlier.plusMillis(1)));
	}

	private static String clientId(Instant time) {
		return new SecureCredentialsGenerator(Clock.fixed(time, ZoneOffset.UTC)).clientId();
	}

	@Test
	void credentialsDoNotRepeat() {
		Set<String> seen = new HashSet<>();
		for (int i = 0; i < 1000; i++) {
			assertThat(seen.add(this.generator.clientId())).isTrue();
			assertThat(seen.add(this.generator.clientSecret())).isTrue();
		}
	}

}
