/**
 * What operators do by Actuator.
 */
@NullMarked
package io.github.opendcr.actuate;

import org.jspecify.annotations.NullMarked;
