/**
 * The pages of the operators' console, and the filter that serves them.
 */
@NullMarked
package io.github.opendcr.console;

import org.jspecify.annotations.NullMarked;
