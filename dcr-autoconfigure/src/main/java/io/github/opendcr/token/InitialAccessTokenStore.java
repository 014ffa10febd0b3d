package io.github.opendcr.token;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistrationStore;

/**
 * Keeps initial access tokens, by id and by the hash of their value. A store is safe for
 * use by several threads and, if it is shared, by several processes: {@link #spend}
 * compares and sets in one step.
 * <p>
 * It takes part in the transactions of the {@link ClientRegistrationStore}; whatever it
 * did in a transaction that is rolled back has not happened. An application that replaces
 * one of the two stores should replace both.
 *
 * @since 0.1.0
 */
public interface InitialAccessTokenStore {

	/**
	 * Add a token.
	 * @param token the token
	 * @param hash the SHA-256 of its value, base64url without padding
	 * @throws org.springframework.dao.DuplicateKeyException if its id or hash is taken
	 */
	void insert(InitialAccessToken token, String hash);

	/**
	 * Find a token by its id.
	 * @param id the id, compared exactly
	 * @return the token, or {@code null}
	 */
	@Nullable InitialAccessToken findById(String id);

	/**
	 * Find a token by its hash.
	 * @param hash the hash, compared exactly
	 * @return the token, or {@code null}
	 */
	@Nullable InitialAccessToken findByHash(String hash);

	/**
	 * Return tokens by their ids, the last one first.
	 * @param after the id after which the first one comes, or {@code null} to begin with
	 * the last
	 * @param limit how many tokens are returned at most, 1 or more
	 * @return the tokens
	 */
	List<InitialAccessToken> list(@Nullable String after, int limit);

	/**
	 * Count one more use, if the token is usable. From the change to the end of the
	 * transaction, others that would spend or delete the same token wait.
	 * @param id the id
	 * @param now the time that it is
	 * @return whether there is such a token and it was usable
	 */
	boolean spend(String id, Instant now);

	/**
	 * Delete a token. Others wait as with {@link #spend}.
	 * @param id the id
	 * @return whether there was such a token
	 */
	boolean delete(String id);

	/**
	 * Delete tokens that aren't usable any more.
	 * @param now the time that it is
	 * @param limit how many are deleted at most
	 */
	void deleteUnusable(Instant now, int limit);

}
