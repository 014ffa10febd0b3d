package io.github.opendcr.metadata;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ClientMetadataReader}.
 */
class ClientMetadataReaderTests {

	private final ClientMetadataReader reader = new ClientMetadataReader();

	@Test
	void readWhenObjectThenMembersInOrder() {
		ClientMetadata metadata = read("""
				{ "b": "x", "a": ["1", "2"], "n": 12, "t": true, "o": { "k": 1.5 } }
				""");
		assertThat(metadata.asMap()).containsExactly(Map.entry("b", "x"), Map.entry("a", List.of("1", "2")),
				Map.entry("n", 12), Map.entry("t", true), Map.entry("o", Map.of("k", new BigDecimal("1.5"))));
	}

	@Test
	void readWhenNullEmptyOrBlankThenNotThere() {
		assertThat(read("""
				{ "a": null, "b": "", "d": "  ", "e": "x" }
				""").asMap()).containsOnlyKeys("e");
	}

	@Test
	void readWhenArrayIsEmptyThenKeptForTheRuleToJudge() {
		assertThat(read("""
				{ "a": [] }
				""").get("a")).isEqualTo(List.of());
	}

	@Test
	void readWhenArrayHasEmptyElementThenKeptForTheRuleToRefuse() {
		assertThat(read("""
				{ "a": ["x", null] }
				""").get("a")).isEqualTo(List.of("x", ""));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "null", "[]", "\"x\"", "1", "{", "{\"a\":1,}", "{\"a\":1}{\"b\":2}", "{\"a\":01}",
			"{\"a\":\"\u0001\"}", "{'a':1}", "{\"a\":NaN}", "// x\n{}" })
	void readWhenNotOneJsonObjectThenInvalidMetadata(String body) {
		assertRefused(body.getBytes(StandardCharsets.UTF_8));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"a\":1,\"a\":2}", "{\"a\":null,\"a\":2}", "{\"o\":{\"k\":1,\"k\":2}}",
			"{\"a\":1,\"\\u0061\":2}" })
	void readWhenMemberOccursTwiceThenInvalidMetadata(String body) {
		assertRefused(body.getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void readWhenNestedThousandDeepThenInvalidMetadata() {
		assertRefused(("{\"a\":" + "[".repeat(1000) + "]".repeat(1000) + "}").getBytes(StandardCharsets.UTF_8));
		assertRefused(("{\"a\":".repeat(1000) + "1" + "}".repeat(1000)).getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void readWhenNumberTooLongThenInvalidMetadata() {
		assertRefused(("{\"a\":" + "9".repeat(1000) + "}").getBytes(StandardCharsets.UTF_8));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"a\":1e999}", "{\"a\":[-1e400]}", "{\"o\":{\"k\":1E999999}}" })
	void readWhenNumberIsBeyondAllThenInvalidMetadata(String body) {
		assertRefused(body.getBytes(StandardCharsets.UTF_8));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"a\":\"\\ud800\"}", "{\"a\":\"x\\udc00x\"}", "{\"a\":[\"\\ud800x\"]}",
			"{\"o\":{\"k\":\"\\udc00\\ud800\"}}", "{\"o\":[{\"\\ud800\":1}]}", "{\"\\ud800\":1}" })
	void readWhenHalfASurrogatePairThenInvalidMetadata(String body) {
		assertRefused(body.getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void readWhenWholeSurrogatePairThenCharacter() {
		assertThat(read("{\"\\ud83d\\ude00\":\"\\ud83d\\ude00\"}").asMap()).containsExactly(Map.entry("😀", "😀"));
	}

	@Test
	void readWhenNameTooLongThenInvalidMetadata() {
		assertRefused(("{\"" + "n".repeat(300) + "\":1}").getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void readWhenManyNamesThenLinear() {
		StringBuilder body = new StringBuilder("{");
		for (int i = 0; i < 200_000; i++) {
			body.append("\"n").append(i).append("\":1,");
		}
		assertThat(read(body.append("\"last\":1}").toString()).asMap()).hasSize(200_001);
	}

	@Test
	void readWhenNotUtf8ThenInvalidMetadata() {
		assertRefused(new byte[] { '{', '"', 'a', '"', ':', '"', (byte) 0xC3, '"', '}' });
		assertRefused("{\"a\":1}".getBytes(StandardCharsets.UTF_16));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			null  | ''
			""    | ''
			"  "  | ''
			"x"   | x
			""")
	void readWhenMemberIsForbiddenThenThereWhateverItsValue(String value, String kept) {
		byte[] body = "{\"a\":%s,\"o\":{\"a\":null},\"b\":null}".formatted(value).getBytes(StandardCharsets.UTF_8);
		assertThat(this.reader.read(body, Set.of("a")).asMap()).isEqualTo(Map.of("a", kept, "o", Map.of()));
	}

	@Test
	void readWhenItIsNoJsonThenSaysWhatItReadsAndWhere() {
		assertThatExceptionOfType(RegistrationException.class)
			.isThrownBy(() -> new ClientMetadataReader("document").read("{\n\"a\":x}".getBytes(StandardCharsets.UTF_8)))
			.satisfies((ex) -> assertThat(ex.getDescription()).startsWith("The document is not valid JSON")
				.containsPattern("\\(line 2, column [0-9]+\\)$"));
	}

	private ClientMetadata read(String json) {
		return this.reader.read(json.getBytes(StandardCharsets.UTF_8));
	}

	private void assertRefused(byte[] body) {
		assertThatExceptionOfType(RegistrationException.class).isThrownBy(() -> this.reader.read(body))
			.satisfies((ex) -> assertThat(ex.getError()).isEqualTo(RegistrationError.INVALID_CLIENT_METADATA))
			.satisfies((ex) -> assertThat(ex.getDescription()).startsWith("The ").doesNotContain("tools.jackson"));
	}

}
