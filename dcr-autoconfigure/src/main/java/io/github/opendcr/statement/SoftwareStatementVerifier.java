package io.github.opendcr.statement;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

import javax.net.ssl.SSLSocketFactory;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadataPolicy;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;

/**
 * Decides whether a software statement is to be believed. A bean of the application takes
 * the place of the one that knows {@link TrustedIssuer}s. Safe for use by several
 * threads.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-2.3">RFC 7591
 * §2.3</a>
 */
@FunctionalInterface
public interface SoftwareStatementVerifier {

	/**
	 * Verify a statement. It is called once for each attempt to register or update,
	 * before the transaction that writes begins, so that it may take its time; and once
	 * more for a statement that a {@link ClientMetadataPolicy} put in the place of the
	 * one that was sent.
	 * @param statement the statement as sent
	 * @return what it says
	 * @throws RegistrationException with
	 * {@link RegistrationError#INVALID_SOFTWARE_STATEMENT} or
	 * {@link RegistrationError#UNAPPROVED_SOFTWARE_STATEMENT} if it isn't believed, or
	 * {@link RegistrationError#TEMPORARILY_UNAVAILABLE} if that can't be told now
	 */
	SoftwareStatement verify(String statement);

	/**
	 * Return whose statements are believed, for operators to see.
	 * @return the issuers, none if this verifier can't say
	 */
	default List<TrustedIssuer> issuers() {
		return List.of();
	}

	/**
	 * Return a verifier that believes what trusted issuers signed, as far as each is
	 * trusted. Keys that aren't elsewhere are read at once, so that a wrong location is
	 * noticed.
	 * @param issuers the trusted issuers; if there are none, every statement is refused
	 * @param sockets makes what opens TLS connections where keys are read over https, or
	 * {@code null} for the JVM's own
	 * @param clock what time it is
	 * @return the verifier
	 * @throws IllegalArgumentException if an issuer is there twice, or has no usable keys
	 */
	static SoftwareStatementVerifier trusting(Collection<TrustedIssuer> issuers,
			@Nullable Supplier<SSLSocketFactory> sockets, Clock clock) {
		return new TrustedIssuerVerifier(issuers, sockets, clock);
	}

}
