/**
 * Software statements (RFC 7591 §2.3). The straight line begins at
 * {@code SoftwareStatementPrecedence}, which has a statement verified
 * ({@code SoftwareStatementVerifier}) and lets its claims take the place of the metadata
 * beside it. {@code SoftwareStatements} withdraws trust, which disables the clients that
 * rest on it.
 */
@NullMarked
package io.github.opendcr.statement;

import org.jspecify.annotations.NullMarked;
