package io.github.opendcr.metadata;

import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.github.opendcr.RegistrationException;

/**
 * Whatever bytes arrive, the answer is metadata or a refusal. {@code JAZZER_FUZZ=1} looks
 * for bytes that say otherwise; without it the inputs beside this class are tried.
 */
class ClientMetadataFuzzTests {

	@FuzzTest(maxDuration = "60s")
	void readAndValidateNeverFailOtherwise(byte[] body) {
		ClientMetadataValidator validator = new ClientMetadataValidator(new ClientMetadataCatalogue(List.of()));
		try {
			validator.validateTogether(validator.validate(new ClientMetadataReader().read(body)));
		}
		catch (RegistrationException ex) {
			// a refusal is an answer, too
		}
	}

}
