package io.github.opendcr.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.cimd.DocumentSettings;
import io.github.opendcr.cimd.LastGoodCopy;
import io.github.opendcr.cimd.PinnedDocument;
import io.github.opendcr.fetch.FetchSettings;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.io.Resource;
import org.springframework.util.unit.DataSize;

/**
 * Turns the properties of the fetching of documents into settings.
 */
final class CimdFetchPropertiesMapper {

	private static final String PREFIX = "dcr.cimd.";

	private static final DataSize MAX_SIZE = DataSize.ofMegabytes(1);

	private static final int NO_LIMIT = -1;

	private final DcrCimdFetchProperties properties;

	CimdFetchPropertiesMapper(DcrCimdFetchProperties properties) {
		this.properties = properties;
	}

	DocumentSettings asDocumentSettings() {
		DcrCimdFetchProperties.Budget budget = this.properties.budget();
		return new DocumentSettings(bounds(), freshness(),
				new DocumentSettings.Budget(limit("budget.per-caller", budget.perCaller()),
						limit("budget.per-host", budget.perHost()), limit("budget.per-node", budget.perNode())));
	}

	private FetchSettings bounds() {
		DataSize maxSize = this.properties.maxSize();
		if (maxSize.toBytes() < 1 || maxSize.compareTo(MAX_SIZE) > 0) {
			throw invalid("max-size", maxSize, "It must be from 1B to " + MAX_SIZE + ".");
		}
		Duration timeout = this.properties.timeout();
		if (timeout.isNegative() || timeout.isZero()) {
			throw invalid("timeout", timeout, "It must be more than nothing.");
		}
		Set<String> hosts = this.properties.internalHosts()
			.stream()
			.map((host) -> host.toLowerCase(Locale.ROOT))
			.collect(Collectors.toSet());
		hosts.forEach((host) -> {
			if (!host.matches("[a-z0-9.-]+")) {
				throw invalid("internal-hosts", host, "It must be the name of a host, without a scheme or a port.");
			}
		});
		return new FetchSettings(hosts, true, timeout, maxSize);
	}

	private DocumentSettings.Freshness freshness() {
		DcrCimdFetchProperties.Cache cache = this.properties.cache();
		if (cache.min().isNegative() || cache.max().compareTo(cache.min()) < 0) {
			throw invalid("cache.max", cache.max(),
					"It must be as long as dcr.cimd.cache.min at least, and that not " + "negative.");
		}
		if (cache.usual().compareTo(cache.min()) < 0 || cache.usual().compareTo(cache.max()) > 0) {
			throw invalid("cache.default", cache.usual(), "It must be from dcr.cimd.cache.min to dcr.cimd.cache.max.");
		}
		return new DocumentSettings.Freshness(cache.min(), cache.max(), cache.usual());
	}

	private static @Nullable Integer limit(String name, int value) {
		if (value < 1 && value != NO_LIMIT) {
			throw invalid(name, value, "It must be at least 1, or -1 for no limit.");
		}
		return (value != NO_LIMIT) ? value : null;
	}

	/**
	 * Return for how long the last good copy serves.
	 */
	LastGoodCopy asLastGoodCopy() {
		Duration maxStale = this.properties.maxStale();
		if (maxStale.isNegative()) {
			throw invalid("max-stale", maxStale, "It must not be negative.");
		}
		return new LastGoodCopy(maxStale);
	}

	/**
	 * Return how many clients there may be.
	 */
	int asMaxClients() {
		Integer limit = limit("max-clients", this.properties.maxClients());
		return (limit != null) ? limit : Integer.MAX_VALUE;
	}

	/**
	 * Return the time between two looks at all documents.
	 */
	Duration asSweepInterval() {
		return atLeastASecond("sweep", this.properties.sweep());
	}

	/**
	 * Return how long clients stay that nobody uses.
	 */
	Duration asRetention() {
		return atLeastASecond("retention", this.properties.retention());
	}

	private static Duration atLeastASecond(String name, Duration value) {
		if (value.toSeconds() < 1) {
			throw invalid(name, value, "It must be a second or more.");
		}
		return value;
	}

	/**
	 * Read the copies that the operator keeps.
	 */
	List<PinnedDocument> asPinnedDocuments() {
		List<PinnedDocument> documents = new ArrayList<>();
		Set<String> urls = new HashSet<>();
		for (DcrCimdFetchProperties.Pinned pinned : this.properties.pinned()) {
			String name = "pinned[" + documents.size() + "].";
			if (pinned.url() == null || !urls.add(pinned.url())) {
				throw invalid(name + "url", pinned.url(), "Each copy needs the URL of its client, which no other has.");
			}
			documents.add(document(name + "location", pinned.url(), pinned.location()));
		}
		return documents;
	}

	private PinnedDocument document(String name, String url, @Nullable Resource location) {
		if (location == null) {
			throw invalid(name, null, "Each copy needs to be somewhere.");
		}
		try {
			byte[] bytes = location.getContentAsByteArray();
			if (bytes.length > this.properties.maxSize().toBytes()) {
				throw invalid(name, location.getDescription(), "It is larger than dcr.cimd.max-size allows.");
			}
			return new PinnedDocument(url, new String(bytes, StandardCharsets.UTF_8));
		}
		catch (IOException | IllegalArgumentException ex) {
			throw invalid(name, location.getDescription(), ex.getMessage() + ".");
		}
	}

	private static InvalidConfigurationPropertyValueException invalid(String name, @Nullable Object value,
			String reason) {
		return new InvalidConfigurationPropertyValueException(PREFIX + name, value, reason);
	}

}
