/**
 * What answers tell that they shouldn't.
 */
@NullMarked
package io.github.opendcr.reliability.channels;

import org.jspecify.annotations.NullMarked;
