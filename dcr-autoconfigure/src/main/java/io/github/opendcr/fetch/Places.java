package io.github.opendcr.fetch;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many fetches are under way of each of those who may hang: one has a quarter of all
 * places at most, so that there is room for the others. Safe for use by several threads.
 */
final class Places {

	/**
	 * How many documents are fetched at the same time.
	 */
	static final int IN_ALL = 16;

	/**
	 * How many of them for one.
	 */
	static final int EACH = IN_ALL / 4;

	/**
	 * What came of a fetch for which there was no place.
	 */
	static final FetchResult NONE_LEFT = new FetchResult.Failure(FailureKind.BUSY,
			"This server is fetching too many documents; try again later", null);

	private static final int PREFIX_BYTES = 8;

	private final Map<String, Integer> taken = new ConcurrentHashMap<>();

	/**
	 * Return what an address counts as: an IPv6 one as its /64, of which one subscriber
	 * has every address.
	 */
	static String of(InetAddress address) {
		return (address instanceof Inet6Address)
				? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), PREFIX_BYTES)) + "/64"
				: address.getHostAddress();
	}

	/**
	 * Take a place.
	 * @return {@code false} if there is none left
	 */
	boolean take(String who) {
		if (this.taken.merge(who, 1, Integer::sum) <= EACH) {
			return true;
		}
		free(who);
		return false;
	}

	void free(String who) {
		this.taken.computeIfPresent(who, (same, count) -> (count > 1) ? count - 1 : null);
	}

}
