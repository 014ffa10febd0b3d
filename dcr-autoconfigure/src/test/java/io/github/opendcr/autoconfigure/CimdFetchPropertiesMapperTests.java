package io.github.opendcr.autoconfigure;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.opendcr.cimd.DocumentSettings;
import io.github.opendcr.cimd.LastGoodCopy;
import io.github.opendcr.cimd.PinnedDocument;
import io.github.opendcr.fetch.FetchSettings;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CimdFetchPropertiesMapper}.
 */
class CimdFetchPropertiesMapperTests {

	private static final String URL = "https://client.example/client.json";

	@Test
	void defaultsThenAreTheDocumentedOnes() {
		CimdFetchPropertiesMapper mapper = mapper(Map.of());
		assertThat(mapper.asDocumentSettings()).isEqualTo(new DocumentSettings(
				new FetchSettings(Set.of(), true, Duration.ofSeconds(5), DataSize.ofKilobytes(5)),
				new DocumentSettings.Freshness(Duration.ofMinutes(5), Duration.ofHours(24), Duration.ofHours(1)),
				new DocumentSettings.Budget(10, 30, 120)));
		assertThat(mapper.asPinnedDocuments()).isEmpty();
		assertThat(mapper.asLastGoodCopy()).isEqualTo(new LastGoodCopy(Duration.ofDays(7)));
		assertThat(mapper.asMaxClients()).isEqualTo(10_000);
		assertThat(mapper.asSweepInterval()).isEqualTo(Duration.ofHours(6));
		assertThat(mapper.asRetention()).isEqualTo(Duration.ofDays(30));
	}

	@ParameterizedTest
	@CsvSource({ "max-stale, -1s", "max-clients, 0", "sweep, 0s", "sweep, 999ms", "retention, 0s" })
	void lifeWhenValueCannotWorkThenRefusedByName(String name, String value) {
		CimdFetchPropertiesMapper mapper = mapper(Map.of(name, value));
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class).isThrownBy(() -> {
			mapper.asLastGoodCopy();
			mapper.asMaxClients();
			mapper.asSweepInterval();
			mapper.asRetention();
		}).satisfies((ex) -> assertThat(ex.getName()).isEqualTo("dcr.cimd." + name));
	}

	@Test
	void mapperWhenEverythingIsSetThenEverythingArrives() {
		CimdFetchPropertiesMapper mapper = mapper(Map.of("max-size", "1KB", "timeout", "1s", "internal-hosts",
				"Clients.corp.example", "cache.min", "0s", "cache.max", "2h", "cache.default", "10m",
				"budget.per-caller", "-1", "budget.per-host", "2", "budget.per-node", "3"));
		assertThat(mapper.asDocumentSettings()).isEqualTo(new DocumentSettings(
				new FetchSettings(Set.of("clients.corp.example"), true, Duration.ofSeconds(1), DataSize.ofKilobytes(1)),
				new DocumentSettings.Freshness(Duration.ZERO, Duration.ofHours(2), Duration.ofMinutes(10)),
				new DocumentSettings.Budget(null, 2, 3)));
	}

	@ParameterizedTest
	@CsvSource({ "max-size, 0B", "max-size, 2MB", "timeout, 0s", "timeout, -1s", "internal-hosts, https://a.example",
			"internal-hosts, a.example:8443", "internal-hosts, '*.a.example'", "cache.min, -1s", "cache.min, 25h",
			"cache.default, 1m", "cache.default, 25h", "budget.per-caller, 0", "budget.per-host, -2",
			"budget.per-node, 0" })
	void settingsWhenValueCannotWorkThenRefusedByName(String name, String value) {
		CimdFetchPropertiesMapper mapper = mapper(Map.of(name, value));
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(mapper::asDocumentSettings)
			.satisfies(
					(ex) -> assertThat(ex.getName()).isEqualTo("dcr.cimd." + name.replace("cache.min", "cache.max")));
	}

	@Test
	void pinnedThenRead() {
		String json = "{\"client_id\": \"" + URL + "\"}";
		assertThat(pinned(URL, json).asPinnedDocuments()).containsExactly(new PinnedDocument(URL, json));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "{|object", "[]|object", "{\"client_id\": 1}|client_id",
			"{\"client_id\": \"https://client.example/client.json/\"}|character by character" })
	void pinnedWhenItIsNotTheDocumentOfItsUrlThenRefused(String json, String sentence) {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(pinned(URL, json)::asPinnedDocuments)
			.satisfies((ex) -> {
				assertThat(ex.getName()).isEqualTo("dcr.cimd.pinned[0].location");
				assertThat(ex.getReason()).contains(sentence);
			});
	}

	@Test
	void pinnedWhenUnreadableMissingOrTwofoldThenRefused() {
		String json = "{\"client_id\": \"" + URL + "\"}";
		Map<String, Map<String, Object>> refused = Map.of("pinned[0].url", Map.of("pinned[0].location", resource(json)),
				"pinned[0].location", Map.of("pinned[0].url", URL, "pinned[0].location", "classpath:absent.json"),
				"pinned[1].url", Map.of("pinned[0].url", URL, "pinned[0].location", resource(json), "pinned[1].url",
						URL, "pinned[1].location", resource(json)));
		refused
			.forEach((name, properties) -> assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
				.isThrownBy(mapper(properties)::asPinnedDocuments)
				.satisfies((ex) -> assertThat(ex.getName()).isEqualTo("dcr.cimd." + name)));
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(mapper(Map.of("pinned[0].url", URL))::asPinnedDocuments)
			.withMessageContaining("somewhere");
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(pinned(URL, json + " ".repeat(5120))::asPinnedDocuments)
			.withMessageContaining("max-size");
	}

	private static CimdFetchPropertiesMapper pinned(String url, String json) {
		return mapper(Map.of("pinned[0].url", url, "pinned[0].location", resource(json)));
	}

	private static ByteArrayResource resource(String json) {
		return new ByteArrayResource(json.getBytes());
	}

	private static CimdFetchPropertiesMapper mapper(Map<String, ?> properties) {
		Map<String, Object> source = new HashMap<>();
		properties.forEach((name, value) -> source.put("dcr.cimd." + name, value));
		return new CimdFetchPropertiesMapper(new Binder(List.of(new MapConfigurationPropertySource(source)), null,
				ApplicationConversionService.getSharedInstance())
			.bindOrCreate("dcr.cimd", DcrCimdFetchProperties.class));
	}

}
