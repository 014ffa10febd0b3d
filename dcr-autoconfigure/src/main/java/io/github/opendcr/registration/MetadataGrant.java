package io.github.opendcr.registration;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.micrometer.observation.ObservationRegistry;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientMetadataPolicy;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.RegistrationContext;
import io.github.opendcr.fetch.ClientUriFetcher;
import io.github.opendcr.fetch.SourceBounds;
import io.github.opendcr.metadata.ClientMetadataValidator;
import io.github.opendcr.metadata.Violations;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.server.chain.AuthorizationServerServices;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * The one way from what a client asks for to what it is granted: validate, apply every
 * policy, validate again, and see whether the server can do it.
 *
 * @since 0.1.0
 */
public final class MetadataGrant {

	private final ClientMetadataValidator validator;

	private final List<ClientMetadataPolicy> policies;

	private final ServerCapabilities capabilities;

	private final RegistrationStages stages;

	/**
	 * Create the way.
	 * @param validator what validates
	 * @param policies the policies in their order
	 * @param services what the server can do
	 * @param fetcher what will fetch the documents of clients
	 * @param bounds within which bounds
	 * @param pairwise whether there are pairwise subjects
	 * @param observations where it is timed
	 */
	public MetadataGrant(ClientMetadataValidator validator, List<ClientMetadataPolicy> policies,
			AuthorizationServerServices services, ClientUriFetcher fetcher, SourceBounds bounds, boolean pairwise,
			ObservationRegistry observations) {
		this.validator = validator;
		this.policies = List.copyOf(policies);
		this.capabilities = new ServerCapabilities(services::getIdTokenSigningAlgorithms, fetcher, bounds, pairwise,
				services::supportPushedRequests, services::supportDeviceGrant);
		this.stages = new RegistrationStages(observations);
	}

	/**
	 * Return what gives a client that a repository found the settings that follow from
	 * what it was granted, whatever the repository kept of them.
	 * @param registrations the store of registrations; asked for at the first use
	 * @param policies what is required of clients; asked for at the first use
	 * @return what leaves clients that nobody registered as they are
	 */
	public static UnaryOperator<RegisteredClient> enforced(Supplier<ClientRegistrationStore> registrations,
			Supplier<RegistrationPolicies> policies) {
		return new GrantedClients(registrations, policies);
	}

	/**
	 * Grant what can be granted.
	 * @param requested the metadata as sent, with the claims of a software statement
	 * @param context who lets the client in, and its registration if it has one
	 * @return what is granted, with all that the client left out and the server filled in
	 * @throws io.github.opendcr.RegistrationException if it is refused
	 */
	public ClientMetadata grant(ClientMetadata requested, RegistrationContext context) {
		return grant(requested, context, Violations.thrown());
	}

	/**
	 * Return what was asked for where something else was granted.
	 */
	ClientMetadata asked(ClientMetadata requested, ClientMetadata granted) {
		return this.validator.catalogue().askedBeside(requested, granted);
	}

	/**
	 * Return what a client that exists has registered, so to speak. No policy has a say:
	 * it has all of that already.
	 * @throws io.github.opendcr.metadata.ViolationsException if it couldn't have
	 * registered that
	 */
	ClientMetadata adopt(ClientMetadata derived) {
		Violations violations = Violations.collected();
		ClientMetadata validated = this.validator.validate(derived, ClientMetadata.empty(), violations);
		this.validator.validateTogether(validated, violations);
		violations.check(() -> this.capabilities.checkJwksUri(validated.getString("jwks_uri")));
		violations.throwAll();
		return validated;
	}

	ClientMetadata grant(ClientMetadata requested, RegistrationContext context, Violations violations) {
		return this.stages.observe("metadata", () -> granted(requested, context, violations));
	}

	private ClientMetadata granted(ClientMetadata requested, RegistrationContext context, Violations violations) {
		ClientMetadata validated = this.validator.validate(requested, violations);
		ClientMetadata granted = validated;
		for (ClientMetadataPolicy policy : this.policies) {
			granted = violations.step(granted, (metadata) -> policy.apply(metadata, context));
		}
		granted = this.validator.validate(granted, validated, violations);
		this.validator.validateTogether(granted, violations);
		return this.capabilities.check(granted, context.registrant().source(), violations);
	}

}
