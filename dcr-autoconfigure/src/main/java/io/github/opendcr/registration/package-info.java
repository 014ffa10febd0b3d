/**
 * The straight line: the one way for metadata to become a client. {@code web} enters at
 * {@code ClientRegistrationService} (RFC 7591) and {@code ClientConfigurationService}
 * (RFC 7592), {@code cimd} with a document; all of them follow {@code StraightLine}:
 * software statement, validation and policies ({@code MetadataGrant}), credentials,
 * {@code RegisteredClient}, storage, event. {@code ClientAdoption} gives a client that
 * exists a registration.
 */
@NullMarked
package io.github.opendcr.registration;

import org.jspecify.annotations.NullMarked;
