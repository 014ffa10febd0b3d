/**
 * What happens at the same time at two nodes.
 */
@NullMarked
package io.github.opendcr.reliability.races;

import org.jspecify.annotations.NullMarked;
