package io.github.opendcr.server.authentication;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.chain.Seam;
import io.github.opendcr.server.client.DocumentResolution;

/**
 * How dynamic clients authenticate.
 *
 * @since 0.1.0
 */
public final class AuthenticationSeams {

	private AuthenticationSeams() {
	}

	/**
	 * Return the seams. What comes first is asked first.
	 * @param authentication judges what clients sign and which certificates they show
	 * @param documents makes clients of documents, or {@code null} if none may come by
	 * its URL
	 * @param uses told the {@code client_id} of each dynamic client that gets a token, or
	 * authenticates by a credential, once it is answered
	 * @param clock tells which clients have expired
	 * @return the seams
	 */
	public static List<Seam> of(DynamicClientAuthentication authentication,
			@Nullable Supplier<? extends DocumentResolution> documents, Consumer<String> uses, Clock clock) {
		List<Seam> seams = new ArrayList<>(List.of(ClientAuthorizationHeader::addTo, SingleParameters::addTo,
				ContradictionConverter::addTo, PublicClientProvider::addTo, ClientCertificateConverter::addTo,
				ClientAssertionConverter::addTo, FastSecretPasswordEncoder::addTo,
				(chain) -> ClientAssertionDecoders.addTo(chain, authentication),
				(chain) -> ClientCertificateVerifier.addTo(chain, authentication),
				(chain) -> ClientGate.addTo(chain, uses, clock)));
		if (documents != null) {
			seams.add((chain) -> DocumentClientFilter.addTo(chain, documents, clock));
		}
		return seams;
	}

}
