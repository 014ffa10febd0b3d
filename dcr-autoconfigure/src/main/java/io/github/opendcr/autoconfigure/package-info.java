/**
 * Wiring and properties. Imports everything, imported by nothing.
 */
@NullMarked
package io.github.opendcr.autoconfigure;

import org.jspecify.annotations.NullMarked;
