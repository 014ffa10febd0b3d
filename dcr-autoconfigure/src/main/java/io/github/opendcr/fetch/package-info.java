/**
 * Safe fetching: of documents whose URLs clients supply, and of nothing in the server's
 * own network.
 */
@NullMarked
package io.github.opendcr.fetch;

import org.jspecify.annotations.NullMarked;
