package io.github.opendcr.store;

import java.time.Instant;

import org.junit.jupiter.api.Test;

import io.github.opendcr.OperatorAction;
import io.github.opendcr.OperatorAction.Kind;
import io.github.opendcr.OperatorActionStore;

import org.springframework.transaction.support.TransactionOperations;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every {@link OperatorActionStore} must do. A subclass supplies an empty store.
 */
public abstract class OperatorActionStoreContract {

	private static final Instant AT = Instant.parse("2026-03-29T01:30:00.123Z");

	protected abstract OperatorActionStore store();

	protected abstract TransactionOperations transactions();

	@Test
	void findThenTheLatestFirstAndNoMoreThanAskedFor() {
		OperatorAction first = action("c1", Kind.APPROVED, "alice", "known to us");
		OperatorAction second = action("c1", Kind.DISABLED, null, "\u00fc \ud83d\ude80\nline");
		OperatorAction third = action("c1", Kind.DELETED, "bob", null);
		OperatorAction other = action("C1", Kind.DELETED, "bob", null);
		store().insert(first);
		store().insert(second);
		store().insert(other);
		store().insert(third);
		assertThat(store().find("c1", 10)).containsExactly(third, second, first);
		assertThat(store().find("c1", 2)).containsExactly(third, second);
		assertThat(store().find("C1", 10)).containsExactly(other);
		assertThat(store().find("c2", 10)).isEmpty();
		assertThat(store().find("\0", 10)).isEmpty();
	}

	@Test
	void removeAllThenNothingIsLeftOfThatClient() {
		store().insert(action("c1", Kind.APPROVED, "alice", null));
		store().insert(action("c1", Kind.DISABLED, "alice", null));
		store().insert(action("c2", Kind.APPROVED, "alice", null));
		assertThat(store().removeAll("c1")).isEqualTo(2);
		assertThat(store().removeAll("c1")).isZero();
		assertThat(store().removeAll("\0")).isZero();
		assertThat(store().find("c1", 10)).isEmpty();
		assertThat(store().find("c2", 10)).hasSize(1);
	}

	@Test
	void insertWhenRolledBackThenHasNotHappened() {
		transactions().executeWithoutResult((status) -> {
			store().insert(action("c1", Kind.APPROVED, "alice", null));
			status.setRollbackOnly();
		});
		assertThat(store().find("c1", 10)).isEmpty();
	}

	private static OperatorAction action(String clientId, Kind kind, String by, String reason) {
		return new OperatorAction(clientId, kind, by, reason, AT);
	}

}
