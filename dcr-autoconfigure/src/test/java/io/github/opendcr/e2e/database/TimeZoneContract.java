package io.github.opendcr.e2e.database;

import java.time.Duration;
import java.time.Instant;
import java.time.zone.ZoneOffsetTransition;
import java.util.Map;
import java.util.TimeZone;

import org.h2.util.DateTimeUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;
import io.github.opendcr.testkit.TestServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Servers in zones with summer time, and Spring's tables, whose times are without zone:
 * in the hour that comes twice, a time may come back as another one.
 */
abstract class TimeZoneContract {

	private final TimeZone zone = TimeZone.getDefault();

	abstract TestDatabase database();

	@AfterEach
	void restore() {
		use(this.zone);
	}

	private static void use(TimeZone zone) {
		TimeZone.setDefault(zone);
		DateTimeUtils.resetCalendar(); // H2 remembers the first one
	}

	@ParameterizedTest
	@ValueSource(strings = { "Europe/Berlin", "Australia/Lord_Howe" })
	void secretWhenItsEndIsInTheHourThatComesTwiceThenIsReadAsItWasIssued(String zone) {
		use(TimeZone.getTimeZone(zone));
		Instant back = endOfSummer();
		try (TestServer server = TestServer.start(database(), MutableClock.class, MutableClock.HOURLY)) {
			for (int minutes = -75; minutes <= 75; minutes += 15) {
				Instant end = back.plus(Duration.ofMinutes(minutes));
				server.bean(MutableClock.class).set(end.minus(Duration.ofHours(1)));
				Registered client = server.registered("{\"redirect_uris\": [\"https://client.example/cb\"]}");
				Object issued = expiresAt(client.answer());
				assertThat(((Number) issued).longValue()).isBetween(end.getEpochSecond(),
						end.plus(Duration.ofHours(2)).getEpochSecond());
				Answer read = client.read().expect(200);
				assertThat(expiresAt(read)).as(end.toString()).isEqualTo(issued);
				assertThat(read.json()).containsEntry("client_id_issued_at",
						client.answer().json().get("client_id_issued_at"));
				Map<String, Object> update = client.asUpdate();
				assertThat(expiresAt(client.update(update).expect(200))).as(end.toString()).isEqualTo(issued);
				assertThat(server.find(client.id()).getClientSecretExpiresAt())
					.isEqualTo(Instant.ofEpochSecond(((Number) issued).longValue()));
			}
		}
	}

	private static Object expiresAt(Answer answer) {
		return answer.json().get("client_secret_expires_at");
	}

	private static Instant endOfSummer() {
		ZoneOffsetTransition next = TimeZone.getDefault().toZoneId().getRules().nextTransition(Instant.now());
		while (!next.isOverlap()) {
			next = TimeZone.getDefault().toZoneId().getRules().nextTransition(next.getInstant());
		}
		return next.getInstant();
	}

}
