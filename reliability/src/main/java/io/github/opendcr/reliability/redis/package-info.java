/**
 * Rate limits that nodes share in Redis.
 */
@NullMarked
package io.github.opendcr.reliability.redis;

import org.jspecify.annotations.NullMarked;
