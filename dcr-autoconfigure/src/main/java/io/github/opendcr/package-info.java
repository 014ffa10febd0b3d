/**
 * What an application sees and overrides: the interfaces whose beans decide, such as
 * {@code RegistrationPermission}, {@code ClientMetadataPolicy} and
 * {@code ClientRegistrationStore}, the values that all rooms speak, such as
 * {@code ClientMetadata} and {@code ClientRegistration}, and
 * {@code RegistrationException}, by which any of them refuses a request. It imports no
 * other room.
 * <p>
 * Nothing here takes or returns {@code null} unless it is marked {@code @Nullable}. Beans
 * are called by several threads at once. What they throw beside a
 * {@code RegistrationException} is answered 500, or 503 if it passes by itself, without a
 * word of it.
 */
@NullMarked
package io.github.opendcr;

import org.jspecify.annotations.NullMarked;
