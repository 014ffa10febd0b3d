/**
 * What the server says of itself in both discovery documents, under which issuer
 * ({@code IssuerContexts}), and to the scripts of which pages ({@code AllowedOrigins}).
 * Documents lose nothing that they had.
 */
@NullMarked
package io.github.opendcr.server.discovery;

import org.jspecify.annotations.NullMarked;
