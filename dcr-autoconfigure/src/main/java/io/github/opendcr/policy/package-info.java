/**
 * What is granted of what a client asks for: the policies behind the {@code dcr.*}
 * properties.
 */
@NullMarked
package io.github.opendcr.policy;

import org.jspecify.annotations.NullMarked;
