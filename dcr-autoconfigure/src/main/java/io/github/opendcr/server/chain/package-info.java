/**
 * One authorization server: the chain that it is, the repositories and services that it
 * really uses ({@code AuthorizationServerServices}), and how a {@code Seam} gets at its
 * parts ({@code ServerChain}). Private fields of Spring are read by {@code PrivateField}
 * alone.
 */
@NullMarked
package io.github.opendcr.server.chain;

import org.jspecify.annotations.NullMarked;
