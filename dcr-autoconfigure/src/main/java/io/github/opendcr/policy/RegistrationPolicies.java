package io.github.opendcr.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadataPolicy;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;

/**
 * The policies by their names, and the default one. A client is judged by the policy that
 * its registrant is bound to, at registration and at every update; a policy that is gone
 * is never replaced by another one. Immutable.
 *
 * @since 0.1.0
 */
public final class RegistrationPolicies {

	private static final Log logger = LogFactory.getLog(RegistrationPolicies.class);

	private final PolicySettings defaultPolicy;

	private final Map<String, PolicySettings> named;

	/**
	 * Create the policies.
	 * @param defaultPolicy the policy of registrants that are bound to none
	 * @param named the others by their names
	 */
	public RegistrationPolicies(PolicySettings defaultPolicy, Map<String, PolicySettings> named) {
		this.defaultPolicy = defaultPolicy;
		this.named = Map.copyOf(named);
	}

	/**
	 * Return what grants clients their metadata, in order.
	 * @return a policy for each thing that may be refused
	 */
	public List<ClientMetadataPolicy> metadataPolicies() {
		return Stream
			.of(new MemberPolicy((registrant) -> of(registrant).members()).steps(),
					new AllowedMetadataPolicy((registrant) -> of(registrant).allowedMetadata()).steps(),
					new RedirectUriPolicy((registrant) -> of(registrant).redirectUris()).steps())
			.flatMap(List::stream)
			.toList();
	}

	/**
	 * Whether there is a policy of the name.
	 * @param name the name
	 * @return {@code true} if registrants can be bound to it
	 */
	public boolean exists(String name) {
		return this.named.containsKey(name);
	}

	/**
	 * Return how many clients may be registered at a time under policies that say so.
	 * @return the numbers by the names of the policies, of which the default one's is
	 * empty
	 */
	public Map<String, Integer> maxClients() {
		Map<String, Integer> limits = new HashMap<>();
		forEach((name, policy) -> {
			Integer maxClients = policy.maxClients();
			if (maxClients != null) {
				limits.put(Objects.requireNonNullElse(name, ""), maxClients);
			}
		});
		return limits;
	}

	/**
	 * Return the policy that a registrant is bound to.
	 * @param registrant who lets the client in; at an update, who let it in when it was
	 * registered
	 * @return the policy
	 * @throws RegistrationException with {@link RegistrationError#ACCESS_DENIED} if there
	 * is no such policy, or no longer
	 */
	public PolicySettings of(Registrant registrant) {
		String name = registrant.policy();
		PolicySettings policy = (name != null) ? this.named.get(name) : this.defaultPolicy;
		if (policy == null) {
			// RFC 7592 §2.2: 403 where a client is not allowed to update its record
			logger.warn("Refused, since there is no policy dcr.policies." + printable(name));
			throw new RegistrationException(RegistrationError.ACCESS_DENIED,
					"The policy that applies here no longer exists; ask the operator of this server. A client that is "
							+ "registered can still be read and deleted");
		}
		return policy;
	}

	/**
	 * Call the action with each policy.
	 * @param action what is called with the policy's name, {@code null} for the default
	 * one, and the policy
	 */
	public void forEach(BiConsumer<@Nullable String, PolicySettings> action) {
		action.accept(null, this.defaultPolicy);
		this.named.forEach(action);
	}

	// A bean may have made the name of what it found in the request
	private static String printable(@Nullable String name) {
		return String.valueOf(name).replaceAll("[^A-Za-z0-9_.-]", "?");
	}

}
