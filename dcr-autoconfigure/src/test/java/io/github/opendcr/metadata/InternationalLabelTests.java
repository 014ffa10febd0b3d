package io.github.opendcr.metadata;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InternationalLabel}; {@link PlainUriTests} has most labels.
 */
class InternationalLabelTests {

	@ParameterizedTest
	@CsvSource({ "client.example,true", "a.xn--bcher-kva.example,true", "xn--bcher-kva,true", "a.xn--a.example,false",
			"xn--bcher-kva.xn--a,false", "xn--8hbc,false" })
	void areReadableThenEachLabelIs(String host, boolean readable) {
		assertThat(InternationalLabel.areReadable(host)).isEqualTo(readable);
	}

}
