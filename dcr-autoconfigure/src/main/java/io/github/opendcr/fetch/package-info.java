/**
 * The one guarded way out. Whoever needs a document whose URL a client supplied sends a
 * {@code FetchRequest} to {@code ClientUriFetcher} and gets a {@code FetchResult}.
 * {@code GuardedUriFetcher} resolves the name by itself, connects to public addresses
 * only, reads within bounds of time and size, and keeps copies as HTTP says.
 */
@NullMarked
package io.github.opendcr.fetch;

import org.jspecify.annotations.NullMarked;
