/**
 * What may be said: reading client metadata, the catalogue of its members, and the rules
 * that they keep (RFC 7591 §2).
 */
@NullMarked
package io.github.opendcr.metadata;

import org.jspecify.annotations.NullMarked;
