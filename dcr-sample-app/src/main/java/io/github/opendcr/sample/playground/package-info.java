/**
 * The pages on which a newcomer registers a client and goes through its life, step by
 * step. They are a client like any other: all that they do they do over HTTP, and all
 * that they know is what the server answers.
 */
@NullMarked
package io.github.opendcr.sample.playground;

import org.jspecify.annotations.NullMarked;
