/**
 * What passes by itself: which failures do, and what the authorization server answers
 * meanwhile.
 */
@NullMarked
package io.github.opendcr.server.outage;

import org.jspecify.annotations.NullMarked;
