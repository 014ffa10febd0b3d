package io.github.opendcr.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.opendcr.testkit.Answer;

/**
 * Bodies of registrations, dry runs and updates, over HTTP: whatever they are, nothing
 * fails, nothing from inside is told, and what is refused changes nothing.
 * {@code JAZZER_FUZZ=1} looks for bodies that say otherwise; without it known ones are
 * tried.
 */
class RequestBodyFuzzTests {

	private static FuzzedServer server;

	@BeforeAll
	static void start() throws IOException {
		server = new FuzzedServer();
	}

	@AfterAll
	static void stop() throws IOException {
		server.close();
	}

	static Stream<byte[]> real() {
		return Payloads.seeds();
	}

	static Stream<byte[]> choices() {
		return Choices.some(60);
	}

	@DictionaryEntries({ "\"redirect_uris\"", "\"jwks\"", "\"keys\"", "\"scope\"", "\"grant_types\"", "\"client_name#",
			"\"software_statement\"", "\\\\u0000", "\\\\ud800", "1e999", "https://", "localhost" })
	@MethodSource("real")
	@FuzzTest(maxDuration = "60s")
	void registerAndUpdateWhenBodyIsBytesThenNoFault(byte[] body) {
		Effort.bounded(body.length, () -> server.registerAndUpdate(body));
	}

	@MethodSource("choices")
	@FuzzTest(maxDuration = "60s")
	void registerAndUpdateWhenBodyIsOfTheGrammarThenNoFault(byte[] choices) {
		registerAndUpdate(Answer.write(Payloads.object(new Choices(choices))));
	}

	@MethodSource("choices")
	@FuzzTest(maxDuration = "60s")
	void registerAndUpdateWhenRealPayloadIsMutatedThenNoFault(byte[] choices) {
		registerAndUpdate(Answer.write(Payloads.mutated(new Choices(choices))));
	}

	private static void registerAndUpdate(String json) {
		byte[] body = json.getBytes(StandardCharsets.UTF_8);
		Effort.bounded(body.length, () -> server.registerAndUpdate(body));
	}

}
