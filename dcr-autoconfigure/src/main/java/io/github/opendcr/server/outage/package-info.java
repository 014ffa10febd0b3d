/**
 * What passes by itself: which failures do ({@code TemporaryFailure}), and what the
 * authorization server answers meanwhile. A filter in front of each server's chain makes
 * 503 of them; all other failures stay what they were.
 */
@NullMarked
package io.github.opendcr.server.outage;

import org.jspecify.annotations.NullMarked;
