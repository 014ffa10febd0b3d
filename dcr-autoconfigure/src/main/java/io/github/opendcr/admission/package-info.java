/**
 * Who may enter: the permissions that {@code dcr.permission} chooses from.
 */
@NullMarked
package io.github.opendcr.admission;

import org.jspecify.annotations.NullMarked;
