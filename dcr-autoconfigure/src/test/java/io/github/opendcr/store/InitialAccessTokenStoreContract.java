package io.github.opendcr.store;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.testkit.ConcurrentCalls;
import io.github.opendcr.token.InitialAccessToken;
import io.github.opendcr.token.InitialAccessTokenStore;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionOperations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What every {@link InitialAccessTokenStore} must do. A test class of a store extends
 * this one and supplies an empty store for each test, and its transactions.
 */
public abstract class InitialAccessTokenStoreContract {

	private static final Instant NOW = Instant.parse("2026-03-29T01:30:00.123Z");

	private static final int CALLERS = 16;

	@RegisterExtension
	protected final ConcurrentCalls calls = new ConcurrentCalls();

	protected abstract InitialAccessTokenStore store();

	protected abstract TransactionOperations transactions();

	@Test
	void insertWhenAllIsSetThenFoundUnchanged() {
		InitialAccessToken token = new InitialAccessToken("i".repeat(100), "\u65e5".repeat(1000), "p".repeat(100),
				"i".repeat(1000), "Zo\u00eb \ud83d\ude80".repeat(100), NOW, Instant.parse("9999-12-31T23:59:59.999Z"),
				Integer.MAX_VALUE, 3);
		store().insert(token, "h".repeat(64));
		assertThat(store().findById(token.id())).isEqualTo(token);
		assertThat(store().findByHash("h".repeat(64))).isEqualTo(token);
		assertThat(store().list(null, 10)).containsExactly(token);
	}

	@Test
	void insertWhenOnlyTheNecessaryIsSetThenFoundUnchanged() {
		InitialAccessToken token = insert("a", null, null);
		assertThat(store().findById("a")).isEqualTo(token);
		assertThat(store().findByHash("hash-of-a")).isEqualTo(token);
	}

	@Test
	void insertWhenIdOrHashIsTakenThenDuplicateKeyAndFirstRemains() {
		InitialAccessToken token = insert("a", 1, null);
		assertThatExceptionOfType(DuplicateKeyException.class)
			.isThrownBy(() -> store().insert(token("a", 2, null), "other"));
		assertThatExceptionOfType(DuplicateKeyException.class)
			.isThrownBy(() -> store().insert(token("b", 2, null), "hash-of-a"));
		assertThat(store().list(null, 10)).containsExactly(token);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ABC", "Abc", "abc ", " abc", "abc\t", "\u00e1bc", "abc\u0000", "abc\ud83d", "%", "ab_",
			"", "'" })
	void findWhenKeyIsOnlySimilarThenNull(String key) {
		store().insert(token("abc", 1, null), "abc");
		assertThat(store().findById(key)).isNull();
		assertThat(store().findByHash(key)).isNull();
		assertThat(store().spend(key, NOW)).isFalse();
		assertThat(store().delete(key)).isFalse();
		assertThat(find("abc").used()).isZero();
	}

	@Test
	void listWhenThereAreSeveralThenTheLastIdFirstAndPageByPage() {
		List.of("0c", "0a", "0d", "0b", "01").forEach((id) -> insert(id, 1, null));
		assertThat(ids(null, 10)).containsExactly("0d", "0c", "0b", "0a", "01");
		assertThat(ids(null, 2)).containsExactly("0d", "0c");
		assertThat(ids("0c", 2)).containsExactly("0b", "0a");
		assertThat(ids("0a", 2)).containsExactly("01");
		assertThat(ids("01", 2)).isEmpty();
	}

	@Test
	void spendWhenUsesAreLeftThenCountsAndNoOtherChanges() {
		InitialAccessToken token = insert("a", 2, NOW.plusSeconds(60));
		InitialAccessToken other = insert("b", 2, null);
		assertThat(store().spend("a", NOW)).isTrue();
		assertThat(find("a")).isEqualTo(token.usedOnceMore());
		assertThat(store().spend("a", NOW)).isTrue();
		assertThat(find("a").remainingUses()).isZero();
		assertThat(store().spend("a", NOW)).isFalse();
		assertThat(find("a").used()).isEqualTo(2);
		assertThat(find("b")).isEqualTo(other);
	}

	@Test
	void spendWhenUsesAreUnlimitedThenTrueEachTime() {
		insert("a", null, null);
		for (int i = 0; i < 5; i++) {
			assertThat(store().spend("a", NOW)).isTrue();
		}
		assertThat(find("a").used()).isEqualTo(5);
	}

	@Test
	void spendWhenExpiredThenFalse() {
		insert("a", 2, NOW.plusMillis(1));
		assertThat(store().spend("a", NOW)).isTrue();
		assertThat(store().spend("a", NOW.plusMillis(1))).isFalse();
		assertThat(store().spend("a", NOW.plusSeconds(1))).isFalse();
		assertThat(find("a").used()).isEqualTo(1);
	}

	@Test
	void spendWhenDeletedThenFalse() {
		insert("a", 2, null);
		assertThat(store().delete("a")).isTrue();
		assertThat(store().spend("a", NOW)).isFalse();
		assertThat(store().delete("a")).isFalse();
		assertThat(store().findById("a")).isNull();
		assertThat(store().findByHash("hash-of-a")).isNull();
	}

	@Test
	void spendWhenTransactionIsRolledBackThenCostsNothing() {
		insert("a", 1, null);
		assertThatIllegalStateException().isThrownBy(() -> transactions().executeWithoutResult((status) -> {
			assertThat(store().spend("a", NOW)).isTrue();
			assertThat(store().spend("a", NOW)).isFalse();
			throw new IllegalStateException();
		}));
		assertThat(find("a").used()).isZero();
		assertThat(store().spend("a", NOW)).isTrue();
	}

	@Test
	void spendWhenManyCallersThenExactlyAsManySucceedAsUsesAreLeft() throws Exception {
		insert("a", 5, null);
		List<Boolean> results = this.calls.atOnce(CALLERS,
				(number) -> transactions().execute((status) -> store().spend("a", NOW)));
		assertThat(results.stream().filter(Boolean::booleanValue)).hasSize(5);
		assertThat(find("a").used()).isEqualTo(5);
	}

	@Test
	void spendWhenOtherTransactionHoldsTheLastUseThenWaitsForItsEnd() throws Exception {
		insert("a", 1, null);
		assertThat(whileSpent(false, () -> store().spend("a", NOW))).isFalse();
		insert("b", 1, null);
		assertThat(whileSpent("b", true, () -> store().spend("b", NOW))).isTrue();
		assertThat(find("b").used()).isEqualTo(1);
	}

	@Test
	void deleteWhenOtherTransactionHasSpentThenWaitsForItsEnd() throws Exception {
		insert("a", 1, null);
		assertThat(whileSpent(false, () -> store().delete("a"))).isTrue();
		assertThat(store().findById("a")).isNull();
	}

	@Test
	void deleteUnusableThenExpiredAndUsedUpOnesAreGone() {
		insert("expired", null, NOW);
		insert("used-up", 1, NOW.plusSeconds(60));
		store().spend("used-up", NOW);
		insert("used", 2, null);
		store().spend("used", NOW);
		insert("unlimited", null, null);
		insert("later", 1, NOW.plusMillis(1));
		store().insert(new InitialAccessToken("was-used-up", null, null, null, null, NOW, null, 2, 2), "hash");
		insert("used-up-at-last", 2, null);
		store().spend("used-up-at-last", NOW.minusSeconds(60));
		store().spend("used-up-at-last", NOW);
		store().deleteUnusable(NOW, 10);
		assertThat(ids(null, 10)).containsExactly("used", "unlimited", "later");
	}

	@Test
	void deleteUnusableWhenThereAreMoreThanTheLimitThenAsManyAreGone() {
		List.of("a", "b", "c").forEach((id) -> insert(id, 1, NOW));
		store().deleteUnusable(NOW, 2);
		assertThat(store().list(null, 10)).hasSize(1);
		store().deleteUnusable(NOW, 2);
		assertThat(store().list(null, 10)).isEmpty();
	}

	private boolean whileSpent(boolean rollback, Supplier<Boolean> call) throws Exception {
		return whileSpent("a", rollback, call);
	}

	private boolean whileSpent(String id, boolean rollback, Supplier<Boolean> call) throws Exception {
		CountDownLatch started = new CountDownLatch(1);
		Future<Boolean> second = transactions().execute((status) -> {
			assertThat(store().spend(id, NOW)).isTrue();
			Future<Boolean> waiting = this.calls.start(() -> {
				started.countDown();
				return call.get();
			});
			ConcurrentCalls.await(started);
			this.calls.elsewhere(() -> store().findById(id));
			assertThat(waiting).isNotDone();
			if (rollback) {
				status.setRollbackOnly();
			}
			return waiting;
		});
		return Objects.requireNonNull(second).get();
	}

	private InitialAccessToken insert(String id, Integer uses, Instant expiresAt) {
		InitialAccessToken token = token(id, uses, expiresAt);
		store().insert(token, "hash-of-" + id);
		return token;
	}

	private static InitialAccessToken token(String id, Integer uses, Instant expiresAt) {
		return new InitialAccessToken(id, null, null, null, null, NOW, expiresAt, uses, 0);
	}

	private InitialAccessToken find(String id) {
		return Objects.requireNonNull(store().findById(id));
	}

	private List<String> ids(String before, int limit) {
		return store().list(before, limit).stream().map(InitialAccessToken::id).toList();
	}

}
