/**
 * An authorization server whose clients register themselves.
 */
@NullMarked
package io.github.opendcr.sample;

import org.jspecify.annotations.NullMarked;
