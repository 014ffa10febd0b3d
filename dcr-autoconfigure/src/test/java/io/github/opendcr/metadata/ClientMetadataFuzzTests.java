package io.github.opendcr.metadata;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.opendcr.RegistrationException;
import io.github.opendcr.fuzz.Effort;
import io.github.opendcr.fuzz.Leaks;
import io.github.opendcr.fuzz.Payloads;

/**
 * Whatever bytes arrive, the answer is metadata or a refusal. {@code JAZZER_FUZZ=1} looks
 * for bytes that say otherwise; without it the inputs beside this class are tried.
 */
class ClientMetadataFuzzTests {

	private static final ClientMetadataReader READER = new ClientMetadataReader();

	private static final ClientMetadataValidator VALIDATOR = new ClientMetadataValidator(
			new ClientMetadataCatalogue(List.of()));

	static Stream<byte[]> real() {
		return Payloads.seeds();
	}

	@MethodSource("real")
	@FuzzTest(maxDuration = "60s")
	void readAndValidateNeverFailOtherwise(byte[] body) {
		Effort.bounded(body.length, () -> {
			try {
				VALIDATOR.validateTogether(VALIDATOR.validate(READER.read(body)));
			}
			catch (RegistrationException ex) {
				Leaks.assertNone(ex.getDescription(), new String(body, StandardCharsets.UTF_8));
			}
		});
	}

}
