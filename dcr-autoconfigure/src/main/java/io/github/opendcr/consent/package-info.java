/**
 * What a consent page shows of a client.
 */
@NullMarked
package io.github.opendcr.consent;

import org.jspecify.annotations.NullMarked;
