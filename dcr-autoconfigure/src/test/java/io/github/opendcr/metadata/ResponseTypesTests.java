package io.github.opendcr.metadata;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResponseTypes}.
 */
class ResponseTypesTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			code,                authorization_code
			token,               implicit
			id_token,            implicit
			id_token token,      implicit
			code token,          authorization_code implicit
			id_token code,       authorization_code implicit
			token code id_token, authorization_code implicit
			code code,           ''
			code bogus,          ''
			'code ',             ''
			'',                  ''
			none,                ''
			""")
	void grantTypesOfThenThoseThatItUses(String responseType, String grantTypes) {
		assertThat(ResponseTypes.grantTypesOf(responseType)).isEqualTo(words(grantTypes));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			code id_token, id_token code, true
			code,          code,          true
			code,          token,         false
			code,          code token,    false
			code token,    code,          false
			""")
	void areSameThenInAnyOrder(String one, String other, boolean same) {
		assertThat(ResponseTypes.areSame(one, other)).isEqualTo(same);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			authorization_code,          code
			implicit,                    token
			implicit authorization_code, code token
			client_credentials,          ''
			""")
	void impliedByThenWhatTheGrantTypesNeed(String grantTypes, String responseTypes) {
		assertThat(ResponseTypes.impliedBy(words(grantTypes))).isEqualTo(words(responseTypes));
	}

	private static List<String> words(String text) {
		return text.isEmpty() ? List.of() : Arrays.asList(text.split(" "));
	}

}
