package io.github.opendcr;

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
	 * Verify a statement. It is called when metadata is read, and once more within the
	 * transaction that writes it: two calls with one statement have one result, unless it
	 * expired in between.
	 * @param statement the statement as sent
	 * @return what it says
	 * @throws RegistrationException with
	 * {@link RegistrationError#INVALID_SOFTWARE_STATEMENT} or
	 * {@link RegistrationError#UNAPPROVED_SOFTWARE_STATEMENT} if it isn't believed
	 */
	SoftwareStatement verify(String statement);

}
