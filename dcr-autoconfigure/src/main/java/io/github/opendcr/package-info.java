/**
 * What an application sees and overrides: the values that all rooms speak and the
 * interfaces whose beans decide.
 */
@NullMarked
package io.github.opendcr;

import org.jspecify.annotations.NullMarked;
