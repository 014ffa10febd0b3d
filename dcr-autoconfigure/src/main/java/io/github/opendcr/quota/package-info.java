/**
 * How many clients there may be.
 */
@NullMarked
package io.github.opendcr.quota;

import org.jspecify.annotations.NullMarked;
