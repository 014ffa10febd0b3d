/**
 * How the scenarios speak to the sample.
 */
@NullMarked
package io.github.opendcr.reliability.client;

import org.jspecify.annotations.NullMarked;
