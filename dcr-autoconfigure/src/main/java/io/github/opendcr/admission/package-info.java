/**
 * Who may enter. {@code Admission} asks every {@code RegistrationPermission} before the
 * body of a request is read, and binds whoever is let in to a policy. The permissions
 * that {@code dcr.permission} chooses from are here, too.
 */
@NullMarked
package io.github.opendcr.admission;

import org.jspecify.annotations.NullMarked;
