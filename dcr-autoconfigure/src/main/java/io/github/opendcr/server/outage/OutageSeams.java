package io.github.opendcr.server.outage;

import java.util.List;

import io.github.opendcr.pages.AuthorizationPages;
import io.github.opendcr.server.chain.Seam;

/**
 * What the server answers while something that it relies on is away.
 *
 * @since 0.1.0
 */
public final class OutageSeams {

	private OutageSeams() {
	}

	/**
	 * Return the seams.
	 * @param pages what users see
	 * @return the seams
	 */
	public static List<Seam> of(AuthorizationPages pages) {
		return List.of((chain) -> OutageFilter.addTo(chain, pages), UncaughtFailures::addTo);
	}

}
