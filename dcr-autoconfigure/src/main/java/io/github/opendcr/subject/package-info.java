/**
 * Pairwise subjects: what a user is called in one sector, and which clients are of one.
 */
@NullMarked
package io.github.opendcr.subject;

import org.jspecify.annotations.NullMarked;
