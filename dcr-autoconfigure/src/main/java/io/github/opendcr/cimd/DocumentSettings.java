package io.github.opendcr.cimd;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.fetch.FetchSettings;

/**
 * How documents are fetched.
 *
 * @param bounds where from, how large and within what time; nothing that is allowed for
 * other documents is allowed for these
 * @param freshness how long a document is fresh
 * @param budget how many new documents are fetched
 * @since 0.1.0
 */
public record DocumentSettings(FetchSettings bounds, Freshness freshness, Budget budget) {

	/**
	 * How long a document is fresh, whatever its headers say.
	 *
	 * @param min for how long at least
	 * @param max for how long at most
	 * @param usual for how long if its headers say nothing
	 * @since 0.1.0
	 */
	public record Freshness(Duration min, Duration max, Duration usual) {

		/**
		 * Return when a document is to be fetched again.
		 * @param now when it came
		 * @param freshFor how long it stays fresh by its own word, or {@code null}
		 */
		Instant until(Instant now, @Nullable Duration freshFor) {
			Duration wanted = (freshFor != null) ? freshFor : this.usual;
			return now.plus(
					(wanted.compareTo(this.min) < 0) ? this.min : (wanted.compareTo(this.max) > 0) ? this.max : wanted);
		}

	}

	/**
	 * How many documents of unknown clients are fetched in a minute; {@code null} is no
	 * limit.
	 *
	 * @param perCaller for one caller
	 * @param perHost from one host
	 * @param perNode by this process
	 * @since 0.1.0
	 */
	public record Budget(@Nullable Integer perCaller, @Nullable Integer perHost, @Nullable Integer perNode) {
	}

}
