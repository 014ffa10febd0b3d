/**
 * The seams into Spring Authorization Server: what its client authentication, its
 * authorization endpoint, its tokens and its discovery documents need so that clients
 * that registered themselves work. Each of the packages below says in its {@code …Seams}
 * what that is, and each seam where it hooks in. All knowledge of Spring's quirks lives
 * here.
 */
@NullMarked
package io.github.opendcr.server;

import org.jspecify.annotations.NullMarked;
