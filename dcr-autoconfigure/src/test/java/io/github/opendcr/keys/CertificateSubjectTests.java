package io.github.opendcr.keys;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CertificateSubject}: which values a certificate could be issued to.
 */
class CertificateSubjectTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			DISTINGUISHED_NAME | CN=client, O=Example   | true
			DISTINGUISHED_NAME | client                 | false
			DISTINGUISHED_NAME | CN=#zz                 | false
			DNS                | client.example         | true
			DNS                | _client.example        | true
			DNS                | -client.example        | false
			DNS                | client.example-        | false
			DNS                | *.example              | false
			URI                | urn:client             | true
			URI                | /client                | false
			URI                | https://client.example/% | false
			IP                 | 0.0.0.0                | true
			IP                 | 255.249.199.99         | true
			IP                 | 256.0.0.1              | false
			IP                 | 192.0.2.999            | false
			IP                 | 192.0.2                | false
			IP                 | client.example         | false
			IP                 | 2001:db8::1            | true
			IP                 | ::ffff:192.0.2.1       | true
			IP                 | 2001:db8:::1           | false
			IP                 | abcd                   | false
			EMAIL              | a@b                    | true
			EMAIL              | @b                     | false
			EMAIL              | a@                     | false
			EMAIL              | a                      | false
			""")
	void isValidThenOfTheFormThatTheMemberHas(CertificateSubject subject, String value, boolean valid) {
		assertThat(subject.isValid(value)).isEqualTo(valid);
	}

}
