/**
 * Beans, chain and properties of the console.
 */
@NullMarked
package io.github.opendcr.console.autoconfigure;

import org.jspecify.annotations.NullMarked;
