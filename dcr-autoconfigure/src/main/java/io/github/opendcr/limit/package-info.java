/**
 * How much: rate limits of requests, quotas of living clients.
 */
@NullMarked
package io.github.opendcr.limit;

import org.jspecify.annotations.NullMarked;
