/**
 * What the server says of itself, under which issuer, and to the scripts of which pages.
 */
@NullMarked
package io.github.opendcr.server.discovery;

import org.jspecify.annotations.NullMarked;
