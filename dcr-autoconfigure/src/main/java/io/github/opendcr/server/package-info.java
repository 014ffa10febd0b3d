/**
 * The seams into Spring Authorization Server: what its client authentication, its
 * authorization endpoint, its tokens and its discovery documents need so that clients
 * that registered themselves work. All knowledge of Spring's quirks lives in the packages
 * below. Each says in its {@code …Seams} what it adds, and each seam where it hooks in.
 * {@code AuthorizationServerCustomizer} is the entry: it sees each authorization server
 * of the application before that is built, and adds the seams.
 */
@NullMarked
package io.github.opendcr.server;

import org.jspecify.annotations.NullMarked;
