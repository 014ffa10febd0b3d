/**
 * Where a client lives: the application's repository and our store, read, written and
 * removed together. The straight line enters at {@code ClientStorage}, which chooses one
 * statement or a transaction and lets quotas and constraints take part;
 * {@code ClientRemoval} removes a client with all that was granted to it,
 * {@code UnregisteredClients} finds those that have no registration. An application with
 * a repository of its own implements {@code RegisteredClientRemover} and
 * {@code AuthorizationRemover}.
 */
@NullMarked
package io.github.opendcr.storage;

import org.jspecify.annotations.NullMarked;
