package io.github.opendcr.use;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A page of clients by when they were used.
 *
 * @param clients the clients, perhaps fewer than were asked for
 * @param next after what the next page begins, or {@code null} if this is the last one
 * @since 0.1.0
 */
public record IdlePage(List<IdleClient> clients, @Nullable IdleClient next) {

	/**
	 * Create a page.
	 */
	public IdlePage {
		clients = List.copyOf(clients);
	}

	/**
	 * Return a page that is the last one if it isn't full.
	 * @param clients the clients
	 * @param limit how many were asked for
	 * @return the page
	 */
	public static IdlePage of(List<IdleClient> clients, int limit) {
		return new IdlePage(clients, (clients.size() < limit) ? null : clients.get(clients.size() - 1));
	}

}
