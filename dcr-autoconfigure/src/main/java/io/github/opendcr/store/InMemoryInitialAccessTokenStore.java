package io.github.opendcr.store;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.token.InitialAccessToken;
import io.github.opendcr.token.InitialAccessTokenStore;

import org.springframework.dao.DuplicateKeyException;

/**
 * Keeps initial access tokens in memory, with the transactions that a row of a table
 * would have. Safe for use by several threads.
 */
final class InMemoryInitialAccessTokenStore implements InitialAccessTokenStore {

	private final InMemoryTable<Row> rows;

	private final InMemoryTable<String> idsByHash;

	/**
	 * The ids of those that have an end, by when it is.
	 */
	private final InMemoryTimeIndex ends;

	private final InMemoryTransactions transactions;

	/**
	 * Create an empty store.
	 * @param transactions the transactions in which it takes part
	 */
	InMemoryInitialAccessTokenStore(InMemoryTransactions transactions) {
		this.rows = new InMemoryTable<>(transactions);
		this.idsByHash = new InMemoryTable<>(transactions);
		this.ends = new InMemoryTimeIndex(transactions);
		this.transactions = transactions;
	}

	@Override
	public void insert(InitialAccessToken token, String hash) {
		this.transactions.step(() -> {
			if (this.rows.lock(token.id()) != null || this.idsByHash.lock(hash) != null) {
				throw new DuplicateKeyException("The id or the hash is taken");
			}
			put(new Row(token, hash, isUsedUp(token) ? token.issuedAt() : token.expiresAt()));
			this.idsByHash.put(hash, token.id());
			return true;
		});
	}

	@Override
	public @Nullable InitialAccessToken findById(String id) {
		Row row = this.rows.get(id);
		return (row != null) ? row.token() : null;
	}

	@Override
	public @Nullable InitialAccessToken findByHash(String hash) {
		String id = this.idsByHash.get(hash);
		return (id != null) ? findById(id) : null;
	}

	@Override
	public List<InitialAccessToken> list(@Nullable String after, int limit) {
		return this.rows.rowsBackwards(after).limit(limit).map(Row::token).toList();
	}

	@Override
	public boolean spend(String id, Instant now) {
		return this.transactions.step(() -> {
			Row row = this.rows.lock(id);
			if (row == null || !row.token().isUsable(now)) {
				return false;
			}
			InitialAccessToken token = row.token().usedOnceMore();
			remove(row);
			put(new Row(token, row.hash(), isUsedUp(token) ? now : row.end()));
			return true;
		});
	}

	@Override
	public boolean delete(String id) {
		return deleteIf(id, (token) -> true);
	}

	@Override
	public void deleteUnusable(Instant now, int limit) {
		List<String> unusable = this.ends.until(now).limit(limit).toList();
		unusable.forEach((id) -> deleteIf(id, (token) -> !token.isUsable(now)));
	}

	private boolean deleteIf(String id, Predicate<InitialAccessToken> condition) {
		return this.transactions.step(() -> {
			Row row = this.rows.lock(id);
			if (row == null || !condition.test(row.token())) {
				return false;
			}
			remove(row);
			this.idsByHash.put(row.hash(), null);
			return true;
		});
	}

	private void put(Row row) {
		this.rows.put(row.token().id(), row);
		this.ends.add(row.end(), row.token().id());
	}

	private void remove(Row row) {
		this.rows.put(row.token().id(), null);
		this.ends.remove(row.end(), row.token().id());
	}

	private static boolean isUsedUp(InitialAccessToken token) {
		return Objects.equals(token.remainingUses(), 0);
	}

	private record Row(InitialAccessToken token, String hash, @Nullable Instant end) {
	}

}
