/**
 * Shows that the project's promises are kept while it is killed, raced and watched.
 */
@NullMarked
package io.github.opendcr.reliability;

import org.jspecify.annotations.NullMarked;
