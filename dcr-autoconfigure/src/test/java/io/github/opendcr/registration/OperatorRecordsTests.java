package io.github.opendcr.registration;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.opendcr.OperatorAction;
import io.github.opendcr.OperatorAction.Kind;
import io.github.opendcr.OperatorActionStore;
import io.github.opendcr.store.InMemoryStores;
import io.github.opendcr.store.InMemoryTransactions;
import io.github.opendcr.testkit.MutableClock;

import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OperatorRecords}.
 */
class OperatorRecordsTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private final OperatorActionStore store = new InMemoryStores(new InMemoryTransactions()).operatorActions();

	private final List<Object> heard = new ArrayList<>();

	private final OperatorRecords records = new OperatorRecords(this.store, new RegistrationEvents(this.heard::add),
			new MutableClock(NOW));

	@AfterEach
	void nobody() {
		SecurityContextHolder.clearContext();
	}

	@Test
	void keepWhenNobodySaysWhoOrWhyThenNothingIsKeptOrTold() {
		OperatorAction action = this.records.action("client", Kind.DISABLED, null);
		assertThat(action).isEqualTo(new OperatorAction("client", Kind.DISABLED, null, null, NOW));
		assertThat(this.records.keep(action)).isSameAs(action);
		assertThat(this.records.keeping(action)).isNull();
		this.records.tell(action);
		assertThat(this.store.find("client", 10)).isEmpty();
		assertThat(this.heard).isEmpty();
	}

	@Test
	void keepWhenSomebodySaysWhyThenKeptAndTold() {
		assertKeptAndTold(this.records.action("client", Kind.DISABLED, "why"));
	}

	@Test
	void keepWhenSomebodyIsLoggedInThenKeptAndTold() {
		SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("operator", "none"));
		OperatorAction action = this.records.action("client", Kind.DISABLED, null);
		assertThat(action.by()).isEqualTo("operator");
		assertKeptAndTold(action);
	}

	private void assertKeptAndTold(OperatorAction action) {
		assertThat(this.records.keep(action)).isSameAs(action);
		assertThat(this.store.find("client", 10)).containsExactly(action);
		this.records.keeping(action).run();
		assertThat(this.store.find("client", 10)).containsExactly(action, action);
		this.records.tell(action);
		assertThat(this.heard).containsExactly(action);
	}

	@Test
	void keepWhenThereIsNoStoreThenToldAlone() {
		OperatorRecords unkept = new OperatorRecords(null, new RegistrationEvents(this.heard::add),
				new MutableClock(NOW));
		OperatorAction action = unkept.action("client", Kind.DISABLED, "why");
		assertThat(unkept.keep(action)).isSameAs(action);
		assertThat(unkept.keeping(action)).isNull();
		unkept.tell(action);
		assertThat(this.heard).containsExactly(action);
	}

}
