/**
 * How fast: rate limits of requests, before their bodies are read.
 */
@NullMarked
package io.github.opendcr.limit;

import org.jspecify.annotations.NullMarked;
