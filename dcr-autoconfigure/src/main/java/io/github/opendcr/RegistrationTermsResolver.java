package io.github.opendcr;

/**
 * Says on which terms a client is let in. Approval and the client's lifetime are settled
 * when it registers; the lifetime of its secret, consent and PKCE are asked for anew at
 * each update. Safe for use by several threads.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RegistrationTermsResolver {

	/**
	 * Return the terms.
	 * @param registrant who lets the client in; at an update, who let it in when it was
	 * registered
	 * @return the terms
	 * @throws RegistrationException if the request is refused
	 */
	RegistrationTerms resolve(Registrant registrant);

}
