/**
 * How dynamic clients authenticate, and what those who can't are told.
 */
@NullMarked
package io.github.opendcr.server.authentication;

import org.jspecify.annotations.NullMarked;
