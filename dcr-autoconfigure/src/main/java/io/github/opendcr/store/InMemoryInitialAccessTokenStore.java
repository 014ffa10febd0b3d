package io.github.opendcr.store;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.InitialAccessToken;
import io.github.opendcr.InitialAccessTokenStore;

import org.springframework.dao.DuplicateKeyException;

/**
 * Keeps initial access tokens in memory, with the transactions that a row of a table
 * would have. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class InMemoryInitialAccessTokenStore implements InitialAccessTokenStore {

	private final InMemoryTable<Row> rows;

	private final InMemoryTable<String> idsByHash;

	private final InMemoryTransactions transactions;

	/**
	 * Create an empty store.
	 * @param transactions the transactions in which it takes part
	 */
	public InMemoryInitialAccessTokenStore(InMemoryTransactions transactions) {
		this.rows = new InMemoryTable<>(transactions);
		this.idsByHash = new InMemoryTable<>(transactions);
		this.transactions = transactions;
	}

	@Override
	public void insert(InitialAccessToken token, String hash) {
		this.transactions.step(() -> {
			if (this.rows.lock(token.id()) != null || this.idsByHash.lock(hash) != null) {
				throw new DuplicateKeyException("The id or the hash is taken");
			}
			this.rows.put(token.id(), new Row(token, hash));
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
		return tokens().filter((token) -> after == null || token.id().compareTo(after) < 0)
			.sorted(Comparator.comparing(InitialAccessToken::id).reversed())
			.limit(limit)
			.toList();
	}

	@Override
	public boolean spend(String id, Instant now) {
		return this.transactions.step(() -> {
			Row row = this.rows.lock(id);
			if (row == null || !row.token().isUsable(now)) {
				return false;
			}
			this.rows.put(id, new Row(row.token().usedOnceMore(), row.hash()));
			return true;
		});
	}

	@Override
	public boolean delete(String id) {
		return deleteIf(id, (token) -> true);
	}

	@Override
	public void deleteUnusable(Instant now, int limit) {
		Predicate<InitialAccessToken> unusable = (token) -> !token.isUsable(now);
		tokens().filter(unusable).limit(limit).toList().forEach((token) -> deleteIf(token.id(), unusable));
	}

	private boolean deleteIf(String id, Predicate<InitialAccessToken> condition) {
		return this.transactions.step(() -> {
			Row row = this.rows.lock(id);
			if (row == null || !condition.test(row.token())) {
				return false;
			}
			this.rows.put(id, null);
			this.idsByHash.put(row.hash(), null);
			return true;
		});
	}

	private Stream<InitialAccessToken> tokens() {
		return this.rows.rows().map(Row::token);
	}

	private record Row(InitialAccessToken token, String hash) {
	}

}
