package io.github.opendcr.metadata;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientMetadataMember;
import io.github.opendcr.ClientMetadataMember.Type;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.fuzz.Effort;
import io.github.opendcr.fuzz.Leaks;
import io.github.opendcr.fuzz.Payloads;

/**
 * Whatever bytes arrive, the answer is metadata, each member of its type and good to be
 * sent again, or a refusal. {@code JAZZER_FUZZ=1} looks for bytes that say otherwise;
 * without it the inputs beside this class are tried.
 */
class ClientMetadataFuzzTests {

	private static final ClientMetadataReader READER = new ClientMetadataReader();

	private static final ClientMetadataCatalogue CATALOGUE = new ClientMetadataCatalogue(List.of());

	private static final ClientMetadataValidator VALIDATOR = new ClientMetadataValidator(CATALOGUE);

	static Stream<byte[]> real() {
		return Payloads.seeds();
	}

	@MethodSource("real")
	@FuzzTest(maxDuration = "60s")
	void readAndValidateNeverFailOtherwise(byte[] body) {
		Effort.bounded(body.length, () -> {
			try {
				ClientMetadata valid = VALIDATOR.validate(READER.read(body));
				requireValid(valid);
				VALIDATOR.validateTogether(valid, Violations.thrown());
			}
			catch (RegistrationException ex) {
				Leaks.assertNone(ex.getDescription(), new String(body, StandardCharsets.UTF_8));
			}
		});
	}

	private static void requireValid(ClientMetadata valid) {
		if (!VALIDATOR.validate(valid).equals(valid)) {
			throw new AssertionError("Valid once, and another thing when it is sent again: " + valid.asMap());
		}
		valid.asMap().forEach((name, value) -> {
			ClientMetadataMember member = CATALOGUE.find(name);
			List<?> values = (value instanceof List<?> list) ? list : List.of(value);
			if (member == null || (value instanceof List<?>) != member.array() || values.isEmpty()
					|| !values.stream().allMatch((one) -> isOf(member.type(), one))) {
				throw new AssertionError("Not of its type: " + name + " " + value);
			}
		});
	}

	private static boolean isOf(Type type, Object value) {
		return switch (type) {
			case STRING, URL -> value instanceof String text && !text.isBlank();
			case BOOLEAN -> value instanceof Boolean;
			case INTEGER -> value instanceof Number;
			case OBJECT -> value instanceof Map<?, ?>;
		};
	}

}
