/**
 * The straight line: register, read, update and delete a client, in the two places where
 * it lives.
 */
@NullMarked
package io.github.opendcr.registration;

import org.jspecify.annotations.NullMarked;
