package io.github.opendcr.store;

import java.time.Instant;
import java.util.HexFormat;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Keys of an {@link InMemoryTable} in the order of a time, in milliseconds, as an index
 * on a column: what has come to its end is found without a look at the rest.
 */
final class InMemoryTimeIndex {

	private final InMemoryTable<String> keys;

	InMemoryTimeIndex(InMemoryTransactions transactions) {
		this.keys = new InMemoryTable<>(transactions);
	}

	// In the transaction that has locked the row; without a time there is no entry.
	void add(@Nullable Instant time, String key) {
		if (time != null) {
			this.keys.put(sortable(time.toEpochMilli()) + key, key);
		}
	}

	void remove(@Nullable Instant time, String key) {
		if (time != null) {
			this.keys.put(sortable(time.toEpochMilli()) + key, null);
		}
	}

	// The committed keys whose time has come, the earliest first.
	Stream<String> until(Instant now) {
		return this.keys.rowsBefore(sortable(now.toEpochMilli() + 1));
	}

	// Those of them that come after a key.
	Stream<String> until(Instant now, Instant time, String key) {
		return this.keys.rowsBetween(sortable(time.toEpochMilli()) + key, sortable(now.toEpochMilli() + 1));
	}

	private static String sortable(long number) {
		return HexFormat.of().toHexDigits(number ^ Long.MIN_VALUE);
	}

}
