/**
 * Who may enter: the permissions that {@code dcr.permission} chooses from, and initial
 * access tokens.
 */
@NullMarked
package io.github.opendcr.admission;

import org.jspecify.annotations.NullMarked;
