/**
 * Tokens for the resources that dynamic clients name: what a request names, what was
 * granted before, and what of it a token gets.
 */
@NullMarked
package io.github.opendcr.server.resource;

import org.jspecify.annotations.NullMarked;
