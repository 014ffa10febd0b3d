package io.github.opendcr.limit;

import org.jspecify.annotations.Nullable;

/**
 * The rate limits; each is {@code null} if there is none.
 *
 * @param address of registrations from one client address, and as many by one principal
 * or with one initial access token
 * @param total of registrations in all
 * @param failedManagement of calls with a wrong registration access token from one client
 * address; once twenty times as many came in all, an address has one failed call
 * @param push of authorization requests that public clients push, from one client address
 * @param pushClient of authorization requests that one public client pushes
 * @since 0.1.0
 */
public record RateLimitSettings(@Nullable RateLimit address, @Nullable RateLimit total,
		@Nullable RateLimit failedManagement, @Nullable RateLimit push, @Nullable RateLimit pushClient) {

	/**
	 * No limits.
	 */
	public static final RateLimitSettings NONE = new RateLimitSettings(null, null, null, null, null);

}
