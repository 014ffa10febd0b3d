/**
 * The pages of the operators' console. A request enters at the one filter that
 * {@code Console} hands out, behind a chain of its own; a table of methods and paths
 * finds the page, which asks {@code lifecycle}, {@code token}, {@code statement} and
 * {@code cimd} of the starter and renders a template. It does nothing that they don't do.
 */
@NullMarked
package io.github.opendcr.console;

import org.jspecify.annotations.NullMarked;
