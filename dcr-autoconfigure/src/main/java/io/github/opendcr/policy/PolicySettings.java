package io.github.opendcr.policy;

import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationContext;
import io.github.opendcr.RegistrationException;

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

	/**
	 * The policy where nothing else is said.
	 */
	public static final PolicySettings DEFAULT = new PolicySettings(MemberSettings.NONE,
			AllowedMetadataSettings.DEFAULT, RedirectUriSettings.DEFAULT,
			new RegistrationTerms(false, null, null, true, true), null);

	private static final RegistrationContext ANYONE = RegistrationContext.of(Registrant.ANONYMOUS);

	/**
	 * Tell why clients can't be granted all of the metadata, which is judged as if a
	 * client had sent it: what the policy itself sets would be refused or narrowed at
	 * every registration.
	 * @param metadata the metadata
	 * @return a sentence without its full stop, or {@code null} if all of it is allowed
	 */
	public @Nullable String problemOf(ClientMetadata metadata) {
		if (metadata.asMap().isEmpty()) {
			return null;
		}
		ClientMetadata completed = complete(metadata);
		try {
			ClientMetadata granted = new AllowedMetadataPolicy((anyone) -> this.allowedMetadata).apply(completed,
					ANYONE);
			ClientMetadata redirecting = new RedirectUriPolicy((anyone) -> this.redirectUris).apply(granted, ANYONE);
			return metadata.asMap()
				.keySet()
				.stream()
				.filter((member) -> !Objects.equals(redirecting.get(member), completed.get(member)))
				.findFirst()
				.map((member) -> "Not all of '" + member + "' is allowed")
				.orElse(null);
		}
		catch (RegistrationException ex) {
			return ex.getDescription();
		}
	}

	// What is left to the client may be anything that is allowed
	private ClientMetadata complete(ClientMetadata metadata) {
		ClientMetadata completed = metadata.withScopes(metadata.getScopes());
		if (!metadata.has("token_endpoint_auth_method")) {
			completed = completed.with("token_endpoint_auth_method",
					method(this.allowedMetadata.tokenEndpointAuthMethods()));
		}
		if (!metadata.has("grant_types")) {
			completed = completed.with("grant_types", List.copyOf(this.allowedMetadata.grantTypes()));
		}
		if (!metadata.has("application_type") && this.allowedMetadata.applicationTypes() != null) {
			completed = completed.with("application_type", this.allowedMetadata.applicationTypes().iterator().next());
		}
		return completed;
	}

	// A public client may be granted less
	private static String method(Set<String> allowed) {
		return allowed.stream().filter((method) -> !method.equals("none")).findAny().orElse("none");
	}

}
