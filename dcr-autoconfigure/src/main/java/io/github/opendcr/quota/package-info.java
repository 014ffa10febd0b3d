/**
 * How many clients there may be at a time, counted in the transaction that writes them.
 */
@NullMarked
package io.github.opendcr.quota;

import org.jspecify.annotations.NullMarked;
