/**
 * Who did what, for operators to read: one line and one event for each change, and for
 * what was refused.
 */
@NullMarked
package io.github.opendcr.audit;

import org.jspecify.annotations.NullMarked;
