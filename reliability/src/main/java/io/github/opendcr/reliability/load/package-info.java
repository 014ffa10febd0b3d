/**
 * As much as the machine can do, for a long time, with many clients there.
 */
@NullMarked
package io.github.opendcr.reliability.load;

import org.jspecify.annotations.NullMarked;
