/**
 * How fast. {@code web} asks {@code RateLimits} before a request is admitted and once
 * more when it is known who is let in, both before the body is read. Buckets are in the
 * process, or in a backend that several processes share.
 */
@NullMarked
package io.github.opendcr.limit;

import org.jspecify.annotations.NullMarked;
