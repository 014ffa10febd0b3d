package io.github.opendcr.metadata;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.MemberRule;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.keys.CertificateSubject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MemberRules}.
 */
class MemberRulesTests {

	@ParameterizedTest
	@ValueSource(strings = { ",", "a,b", "a\"b", "a\\b", "\u00e4" })
	void tokenWhenACharacterIsForbiddenThenRefused(String value) {
		MemberRules.token().check("x", "code id_token");
		assertRefused(MemberRules.token(), value, "x must be of printable ASCII");
		assertRefused(MemberRules.scope(), value, "x must be scope values");
	}

	@ParameterizedTest
	@ValueSource(strings = { " ", "a  b", " a", "a " })
	void scopeWhenAValueIsEmptyThenRefused(String value) {
		MemberRules.scope().check("x", "a b");
		assertRefused(MemberRules.scope(), value, "x must be scope values");
	}

	@Test
	void maxLengthWhenOneCharacterTooManyThenRefused() {
		MemberRules.maxLength(3).check("x", "abc");
		assertRefused(MemberRules.maxLength(3), "abcd", "x is longer than 3 characters");
		assertRefused(MemberRules.token(), "a".repeat(Limits.TOKEN + 1), "x is longer than 255");
		assertRefused(MemberRules.scope(), "a".repeat(Limits.COLUMN + 1), "x is longer than 1000");
	}

	@Test
	void httpsWhenAnotherSchemeThenRefused() {
		MemberRules.https().check("x", "HTTPS://client.example/");
		assertRefused(MemberRules.https(), "http://client.example/", "x must be an https URL");
		assertRefused(MemberRules.https(), "https", "x must be an https URL");
	}

	@Test
	void redirectUriWhenABrowserMustNotBeSentThereThenRefused() {
		MemberRules.redirectUri().check("x", "https://client.example/cb");
		assertRefused(MemberRules.redirectUri(), "javascript:alert(1)",
				"x must not use the scheme javascript: 'javascript:alert(1)'");
	}

	@Test
	void oneOfWhenAnotherThenSaysWhich() {
		MemberRules.oneOf("web", "native").check("x", "native");
		assertRefused(MemberRules.oneOf("web", "native"), "mobile",
				"x is supported with the value web, native only, not 'mobile'");
		assertRefused(MemberRules.oneOf(false), true, "x is supported with the value false only, not 'true'");
	}

	@Test
	void certificateSubjectWhenNotOfItsFormThenRefused() {
		MemberRules.certificateSubject(CertificateSubject.IP).check("x", "192.0.2.1");
		assertRefused(MemberRules.certificateSubject(CertificateSubject.IP), "client.example",
				"x is not of the form that RFC 8705 demands: 'client.example'");
		MemberRules.certificateSubject(CertificateSubject.DNS).check("x", "client.example");
		assertRefused(MemberRules.certificateSubject(CertificateSubject.DNS), "a".repeat(Limits.COLUMN + 1),
				"x is longer than 1000");
	}

	@Test
	void refusedThenWithTheErrorOfTheMember() {
		assertThat(MemberRules.refused("redirect_uris", "is bad").getError())
			.isEqualTo(RegistrationError.INVALID_REDIRECT_URI);
		RegistrationException other = MemberRules.refused("post_logout_redirect_uris", "is bad");
		assertThat(other.getError()).isEqualTo(RegistrationError.INVALID_CLIENT_METADATA);
		assertThat(other.getMember()).isEqualTo("post_logout_redirect_uris");
		assertThat(other.getDescription()).isEqualTo("post_logout_redirect_uris is bad");
	}

	private static void assertRefused(MemberRule rule, Object value, String problem) {
		assertThatExceptionOfType(RegistrationException.class).isThrownBy(() -> rule.check("x", value))
			.withMessageStartingWith(problem);
	}

}
