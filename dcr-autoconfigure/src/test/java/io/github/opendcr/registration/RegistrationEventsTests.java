package io.github.opendcr.registration;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.opendcr.testkit.TestDatabases;

import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link RegistrationEvents}.
 */
class RegistrationEventsTests {

	private final List<Object> heard = new ArrayList<>();

	private final RegistrationEvents events = new RegistrationEvents(this.heard::add);

	private final TransactionTemplate transaction = new TransactionTemplate(
			new JdbcTransactionManager(TestDatabases.h2().dataSource()));

	@Test
	void publishWhenInATransactionThenOnceItIsCommitted() {
		this.transaction.executeWithoutResult((status) -> {
			this.events.publish("committed");
			assertThat(this.heard).isEmpty();
		});
		this.transaction.executeWithoutResult((status) -> {
			this.events.publish("rolled back");
			status.setRollbackOnly();
		});
		assertThat(this.heard).containsExactly("committed");
		this.events.publish("at once");
		assertThat(this.heard).containsExactly("committed", "at once");
	}

	@Test
	void publishWhenAListenerFailsThenTheClientHasItsAnswer() {
		RegistrationEvents failing = new RegistrationEvents((event) -> {
			this.heard.add(event);
			throw new IllegalStateException("made up");
		});
		assertThatNoException().isThrownBy(() -> failing.publish("at once"));
		assertThatNoException().isThrownBy(
				() -> this.transaction.executeWithoutResult((status) -> failing.publish("once it is committed")));
		assertThat(this.heard).containsExactly("at once", "once it is committed");
	}

}
