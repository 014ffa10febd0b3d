/**
 * What is sent without any thought: whole requests over HTTP, and what the fuzz tests of
 * single rooms share.
 */
@NullMarked
package io.github.opendcr.fuzz;

import org.jspecify.annotations.NullMarked;
