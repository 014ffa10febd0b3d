package io.github.opendcr.server.authentication;

import java.time.Clock;
import java.util.List;

import io.github.opendcr.server.chain.Seam;

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
	 * @param clock tells which clients have expired
	 * @return the seams
	 */
	public static List<Seam> of(DynamicClientAuthentication authentication, Clock clock) {
		return List.of(ClientAuthorizationHeader::addTo, SingleParameters::addTo, ContradictionConverter::addTo,
				PublicClientProvider::addTo, ClientCertificateConverter::addTo, ClientAssertionConverter::addTo,
				FastSecretPasswordEncoder::addTo, (chain) -> ClientAssertionDecoders.addTo(chain, authentication),
				(chain) -> ClientCertificateVerifier.addTo(chain, authentication),
				(chain) -> ClientGate.addTo(chain, clock));
	}

}
