package io.github.opendcr;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A page of clients. It may have fewer than were asked for, or none, and yet not be the
 * last one: a search that finds little ends its page before it has looked at everything.
 *
 * @param clients the clients
 * @param next where the next page begins, or {@code null} if this is the last one
 * @since 0.1.0
 */
public record ClientPage(List<ClientRegistration> clients, @Nullable String next) {

	/**
	 * Create a page.
	 */
	public ClientPage {
		clients = List.copyOf(clients);
	}

}
