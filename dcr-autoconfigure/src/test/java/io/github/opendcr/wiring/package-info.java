/**
 * The starter in applications: what it adds, what it leaves alone, and what it doesn't
 * let them change.
 */
@NullMarked
package io.github.opendcr.wiring;

import org.jspecify.annotations.NullMarked;
