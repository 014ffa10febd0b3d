/**
 * Software statements: whether one is to be believed, what it means for the metadata
 * beside it, and what ends when its issuer is no longer trusted.
 */
@NullMarked
package io.github.opendcr.statement;

import org.jspecify.annotations.NullMarked;
