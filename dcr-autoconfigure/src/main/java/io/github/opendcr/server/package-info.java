/**
 * The seams into Spring Authorization Server: what its client authentication, its
 * redirect check, its discovery documents and its token generator need so that clients
 * that registered themselves work. All knowledge of its quirks lives here.
 */
@NullMarked
package io.github.opendcr.server;

import org.jspecify.annotations.NullMarked;
