package io.github.opendcr.registration;

import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.subject.SectorIdentifiers;

/**
 * Refuses by name what this server, with the keys and beans that it has, can't do for a
 * client. The last check of all: what is refused before causes no fetch. Safe for use by
 * several threads.
 *
 * @since 0.1.0
 */
public final class ServerCapabilities {

	private final Supplier<Set<String>> idTokenAlgorithms;

	private final @Nullable SectorIdentifiers sectors;

	/**
	 * Create the check.
	 * @param idTokenAlgorithms the algorithms by which ID tokens can be signed now
	 * @param sectors checks the sectors of pairwise clients, or {@code null} if there are
	 * none
	 */
	public ServerCapabilities(Supplier<Set<String>> idTokenAlgorithms, @Nullable SectorIdentifiers sectors) {
		this.idTokenAlgorithms = idTokenAlgorithms;
		this.sectors = sectors;
	}

	/**
	 * Check what is granted, and leave out what is of no use to the client here.
	 */
	ClientMetadata check(ClientMetadata granted) {
		checkIdTokenAlgorithm(granted);
		if (this.sectors != null) {
			this.sectors.check(granted);
			return granted;
		}
		if ("pairwise".equals(granted.getString("subject_type"))) {
			throw RegistrationException.invalidMetadata("subject_type",
					"subject_type is supported with the value public only");
		}
		return granted.without("sector_identifier_uri"); // a public subject has no sector
	}

	private void checkIdTokenAlgorithm(ClientMetadata granted) {
		String algorithm = granted.getString("id_token_signed_response_alg");
		if (algorithm != null) {
			Set<String> supported = this.idTokenAlgorithms.get();
			if (!supported.contains(algorithm)) {
				throw RegistrationException.invalidMetadata("id_token_signed_response_alg",
						"id_token_signed_response_alg must be one that the server has a key for: "
								+ String.join(", ", supported));
			}
		}
	}

}
