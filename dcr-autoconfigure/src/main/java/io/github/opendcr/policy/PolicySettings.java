package io.github.opendcr.policy;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.RegistrationTerms;

/**
 * All that one policy says.
 *
 * @param members what becomes of single members
 * @param allowedMetadata what clients may be granted
 * @param redirectUris where clients may redirect to
 * @param terms the terms besides the metadata
 * @param maxClients how many clients may be registered under it at a time, or
 * {@code null} for any number
 * @since 0.1.0
 */
public record PolicySettings(MemberSettings members, AllowedMetadataSettings allowedMetadata,
		RedirectUriSettings redirectUris, RegistrationTerms terms, @Nullable Integer maxClients) {
}
