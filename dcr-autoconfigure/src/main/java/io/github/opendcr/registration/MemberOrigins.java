package io.github.opendcr.registration;

import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import com.nimbusds.jose.JWSObject;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.policy.MemberSettings;
import io.github.opendcr.policy.RegistrationPolicies;

/**
 * Tells where the metadata of a client come from: for operators, who want to know why it
 * has what it has. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class MemberOrigins {

	private final RegistrationPolicies policies;

	/**
	 * Create an instance.
	 * @param policies the policies as they are now
	 */
	public MemberOrigins(RegistrationPolicies policies) {
		this.policies = policies;
	}

	/**
	 * Tell where the members come from.
	 * @param registration the registration
	 * @return an origin for each member that was granted, in their order
	 */
	public Map<String, Origin> of(ClientRegistration registration) {
		MemberSettings policy = policy(registration);
		Set<String> claims = claims(registration.metadata());
		Map<String, Origin> origins = new LinkedHashMap<>();
		registration.metadata().asMap().forEach((member, value) -> {
			if (value.equals(policy.forced().get(member))) {
				origins.put(member, Origin.FORCED);
			}
			else if (claims.contains(member)) {
				origins.put(member, Origin.STATEMENT);
			}
			else {
				origins.put(member, value.equals(policy.defaults().get(member)) ? Origin.DEFAULT : Origin.SENT);
			}
		});
		return origins;
	}

	private MemberSettings policy(ClientRegistration registration) {
		try {
			return this.policies.of(registration.registrant()).members();
		}
		catch (RegistrationException ex) { // it is gone, and sets nothing any more
			return MemberSettings.NONE;
		}
	}

	// It was verified when it came
	private static Set<String> claims(ClientMetadata metadata) {
		if (!(metadata.get("software_statement") instanceof String statement)) {
			return Set.of();
		}
		try {
			Map<String, Object> claims = JWSObject.parse(statement).getPayload().toJSONObject();
			return (claims != null) ? claims.keySet() : Set.of();
		}
		catch (ParseException | IllegalArgumentException ex) {
			// An application's own verifier takes it
			return Set.of();
		}
	}

	/**
	 * Where a member comes from.
	 */
	public enum Origin {

		/**
		 * The client said so, or its document, or the server filled it in.
		 */
		SENT,

		/**
		 * Its software statement says so.
		 */
		STATEMENT,

		/**
		 * Its policy gives this value to clients that say nothing.
		 */
		DEFAULT,

		/**
		 * Its policy gives this value to every client.
		 */
		FORCED

	}

}
