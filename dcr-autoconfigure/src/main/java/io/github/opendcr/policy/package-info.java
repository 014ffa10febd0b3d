/**
 * What is granted of what a client asks for. {@code RegistrationPolicies} finds the
 * policy that a registrant is bound to; the {@code ClientMetadataPolicy} beans of this
 * room narrow, complete or refuse valid metadata by it. The {@code …Settings} are what
 * the {@code dcr.*} properties of one policy mean.
 */
@NullMarked
package io.github.opendcr.policy;

import org.jspecify.annotations.NullMarked;
