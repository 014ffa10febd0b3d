package io.github.opendcr.store;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.idempotency.IdempotentRequest;
import io.github.opendcr.idempotency.IdempotentRequestStore;
import io.github.opendcr.testkit.ConcurrentCalls;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionOperations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What every {@link IdempotentRequestStore} must do. A test class of a store extends this
 * one and supplies an empty store for each test, and its transactions.
 */
public abstract class IdempotentRequestStoreContract {

	private static final Instant END = Instant.parse("2026-03-29T01:30:00.123Z");

	private static final int CALLERS = 16;

	@RegisterExtension
	protected final ConcurrentCalls calls = new ConcurrentCalls();

	protected abstract IdempotentRequestStore store();

	protected abstract TransactionOperations transactions();

	@Test
	void insertThenFoundUnchanged() {
		IdempotentRequest request = new IdempotentRequest("i".repeat(64), "~!\"'\\ ".repeat(20_000),
				Instant.parse("9999-12-31T23:59:59.999Z"));
		store().insert(request);
		assertThat(store().find(request.id())).isEqualTo(request);
	}

	@Test
	void insertWhenTimeHasNanosecondsThenMillisecondsAreKept() {
		store().insert(new IdempotentRequest("a", "answer", END.plusNanos(456_789)));
		assertThat(store().find("a").expiresAt()).isEqualTo(END);
	}

	@Test
	void insertWhenIdIsTakenThenDuplicateKeyAndFirstRemains() {
		IdempotentRequest first = insert("a", END);
		assertThatExceptionOfType(DuplicateKeyException.class)
			.isThrownBy(() -> store().insert(new IdempotentRequest("a", "another", END.plusSeconds(1))));
		assertThat(store().find("a")).isEqualTo(first);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ABC", "Abc", "abc ", " abc", "abc\t", "\u00e1bc", "abc\u0000", "abc\ud83d", "%", "ab_",
			"", "'" })
	void findWhenIdIsOnlySimilarThenNull(String id) {
		insert("abc", END);
		assertThat(store().find(id)).isNull();
		store().removeExpired(id, END);
		assertThat(store().find("abc")).isNotNull();
	}

	@Test
	void insertWhenRolledBackThenNotKept() {
		transactions().executeWithoutResult((status) -> {
			insert("a", END);
			assertThat(store().find("a")).isNotNull();
			status.setRollbackOnly();
		});
		assertThat(store().find("a")).isNull();
		insert("a", END);
	}

	@Test
	void insertWhenAnotherTransactionCommitsItThenRefused() throws Exception {
		Future<Boolean> other = transactions().execute((status) -> {
			insert("a", END);
			assertThat(this.calls.<Boolean>elsewhere(() -> store().find("a") == null)).isTrue();
			return this.calls.start(this::isKept);
		});
		assertThat(other.get()).isFalse();
		assertThat(store().find("a").answer()).isEqualTo("answer of a");
	}

	@Test
	void insertWhenAnotherTransactionRollsItBackThenKept() throws Exception {
		Future<Boolean> other = transactions().execute((status) -> {
			insert("a", END);
			status.setRollbackOnly();
			return this.calls.start(this::isKept);
		});
		// or a database has the one that waited try again
		assertThat(other.get() || isKept()).isTrue();
		assertThat(store().find("a").answer()).isEqualTo("another");
	}

	@Test
	void insertWhenManyAtOnceThenOneIsKept() throws Exception {
		List<Boolean> kept = this.calls.atOnce(CALLERS, (i) -> isKept());
		assertThat(kept).filteredOn((one) -> one).hasSize(1);
	}

	private boolean isKept() {
		try {
			transactions().executeWithoutResult(
					(status) -> store().insert(new IdempotentRequest("a", "another", END.plusSeconds(1))));
			return true;
		}
		catch (DuplicateKeyException | ConcurrencyFailureException ex) {
			return false;
		}
	}

	@Test
	void replaceThenOnlyTheNewOneIsKept() {
		insert("a", END);
		insert("b", END);
		IdempotentRequest later = new IdempotentRequest("a", "another", END.plusSeconds(1));
		store().replace(later);
		assertThat(store().find("a")).isEqualTo(later);
		assertThat(store().find("b").answer()).isEqualTo("answer of b");
		assertThat(store().removeExpired(END, 10)).isEqualTo(1);
		assertThat(store().find("a")).isEqualTo(later);
	}

	@Test
	void replaceWhenThereIsNoneThenKept() {
		IdempotentRequest request = new IdempotentRequest("a", "answer", END);
		store().replace(request);
		assertThat(store().find("a")).isEqualTo(request);
	}

	@Test
	void replaceWhenRolledBackThenTheFormerOneIsKept() {
		IdempotentRequest former = insert("a", END);
		transactions().executeWithoutResult((status) -> {
			store().replace(new IdempotentRequest("a", "another", END.plusSeconds(1)));
			assertThat(store().find("a").answer()).isEqualTo("another");
			status.setRollbackOnly();
		});
		assertThat(store().find("a")).isEqualTo(former);
		assertThat(store().removeExpired(END, 10)).isEqualTo(1);
	}

	@Test
	void removeExpiredWhenItHasNotThenStays() {
		insert("a", END);
		store().removeExpired("a", END.minusMillis(1));
		assertThat(store().find("a")).isNotNull();
		store().removeExpired("a", END);
		assertThat(store().find("a")).isNull();
		store().removeExpired("a", END);
	}

	@Test
	void removeExpiredThenTheOldestOnesAndNoMoreThanAskedFor() {
		insert("at", END);
		insert("before", END.minusMillis(1));
		insert("long-before", END.minusSeconds(60));
		insert("after", END.plusMillis(1));
		assertThat(store().removeExpired(END, 2)).isEqualTo(2);
		assertThat(store().find("long-before")).isNull();
		assertThat(store().find("before")).isNull();
		assertThat(store().find("at")).isNotNull();
		assertThat(store().removeExpired(END, 2)).isEqualTo(1);
		assertThat(store().removeExpired(END, 2)).isZero();
		assertThat(store().find("at")).isNull();
		assertThat(store().find("after")).isNotNull();
		insert("at", END);
	}

	private IdempotentRequest insert(String id, Instant expiresAt) {
		IdempotentRequest request = new IdempotentRequest(id, "answer of " + id, expiresAt);
		store().insert(request);
		return request;
	}

}
