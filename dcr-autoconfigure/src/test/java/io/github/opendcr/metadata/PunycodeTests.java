package io.github.opendcr.metadata;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Punycode}, most of them those of RFC 3492 §7.1.
 */
class PunycodeTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					ihqwcrb4cv8a8dqg056pqjye       | \u4ED6\u4EEC\u4E3A\u4EC0\u4E48\u4E0D\u8BF4\u4E2D\u6587
					egbpdaj6bu4bxfgehfvwxn         | \u0644\u064A\u0647\u0645\u0627\u0628\u062A\u0643\u0644\u0645\u0648\u0634\u0639\u0631\u0628\u064A\u061F
					3B-ww4c5e180e575a65lsy2b       | 3\u5E74B\u7D44\u91D1\u516B\u5148\u751F
					Proprostnemluvesky-uyb24dma41a | Pro\u010Dprost\u011Bnemluv\u00ED\u010Desky
					-> $1.00 <--                   | -> $1.00 <-
					e28h6h                         | \uD83D\uDE00\uD83D\uDE80
					hb9b                           | \uD7FF
					0y0c                           | \uE000
					a-                             | a
					dn32g                          | \uDBFF\uDFFF
					4cacd24ehb                     | \u00E4\u00E5\u00E6\u019C\u01A4
					E28H6H                         | \uD83D\uDE00\uD83D\uDE80
					""")
	void decodeThenText(String encoded, String text) {
		assertThat(Punycode.decode(encoded)).isEqualTo(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "z", "99999999", "a-b-\u00e9", "a-$", "ib9b", "zy0c" })
	void decodeWhenItIsNoneThenNull(String encoded) {
		assertThat(Punycode.decode(encoded)).isNull();
	}

}
