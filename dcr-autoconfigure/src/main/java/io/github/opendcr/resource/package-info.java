/**
 * The resources that tokens are for: which there are, and how they are written.
 */
@NullMarked
package io.github.opendcr.resource;

import org.jspecify.annotations.NullMarked;
