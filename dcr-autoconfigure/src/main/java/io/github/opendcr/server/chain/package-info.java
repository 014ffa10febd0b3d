/**
 * One authorization server: the chain that it is, the repositories and services that it
 * really uses, and how a {@link io.github.opendcr.server.chain.Seam} gets at its parts.
 */
@NullMarked
package io.github.opendcr.server.chain;

import org.jspecify.annotations.NullMarked;
