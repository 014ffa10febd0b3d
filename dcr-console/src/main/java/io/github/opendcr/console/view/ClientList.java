package io.github.opendcr.console.view;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.use.ClientUse;

/**
 * A page of the clients that somebody looked for.
 *
 * @param clients the clients
 * @param uses when they were used, by their ids
 * @param form what was looked for, and what is wrong with it
 * @param filtered whether anything was said in the form
 * @param usesKnown whether anything notes when clients are used
 * @param first the URL of the first page, or {@code null} if this is it
 * @param next the URL of the next page, or {@code null} if this is the last one
 * @since 0.1.0
 */
public record ClientList(List<ClientRegistration> clients, Map<String, ClientUse> uses, Form form, boolean filtered,
		boolean usesKnown, @Nullable String first, @Nullable String next) {
}
