package io.github.opendcr.actuate;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientStatus;
import io.github.opendcr.use.UsePeriod;

/**
 * Reads what an operator looks for. What is wrong with it is an
 * {@link IllegalArgumentException} with a sentence for the operator.
 */
final class ClientQuery {

	private ClientQuery() {
	}

	static @Nullable ClientStatus status(@Nullable String status) {
		if (status == null) {
			return null;
		}
		for (ClientStatus candidate : ClientStatus.values()) {
			if (candidate.name().toLowerCase(Locale.ROOT).equals(status)) {
				return candidate;
			}
		}
		throw new IllegalArgumentException("status must be pending, active or disabled");
	}

	static @Nullable String text(String name, @Nullable String text) {
		if (text != null && text.isBlank()) {
			throw new IllegalArgumentException(name + " must not be empty; leave it out to find any");
		}
		return text;
	}

	static @Nullable Instant time(String name, @Nullable String time) {
		try {
			// in milliseconds, as stores have them
			return (time != null) ? Instant.ofEpochMilli(Instant.parse(time).toEpochMilli()) : null;
		}
		catch (DateTimeParseException | ArithmeticException ex) {
			throw new IllegalArgumentException(name + " must be a time such as 2026-11-29T00:00:00Z", ex);
		}
	}

	static @Nullable UsePeriod use(@Nullable String from, @Nullable String until, @Nullable String never) {
		if (never != null && !never.equals("true")) {
			throw new IllegalArgumentException("neverUsed must be true, or left out");
		}
		if (never != null && (from != null || until != null)) {
			throw new IllegalArgumentException("neverUsed goes with neither usedFrom nor usedUntil");
		}
		return (from != null || until != null || never != null)
				? new UsePeriod(time("usedFrom", from), time("usedUntil", until), never != null) : null;
	}

}
