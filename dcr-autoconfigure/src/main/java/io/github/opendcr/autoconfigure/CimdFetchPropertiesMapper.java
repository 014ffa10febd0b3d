package io.github.opendcr.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
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

import org.springframework.core.io.Resource;
import org.springframework.util.unit.DataSize;

/**
 * Turns the properties of the fetching of documents into settings.
 */
final class CimdFetchPropertiesMapper {

	private static final PropertyRules RULES = new PropertyRules("dcr.cimd");

	private static final DataSize MAX_SIZE = DataSize.ofMegabytes(1);

	private final DcrCimdFetchProperties properties;

	CimdFetchPropertiesMapper(DcrCimdFetchProperties properties) {
		this.properties = properties;
	}

	DocumentSettings asDocumentSettings() {
		DcrCimdFetchProperties.Budget budget = this.properties.budget();
		return new DocumentSettings(bounds(), freshness(),
				new DocumentSettings.Budget(RULES.limit("budget.per-caller", budget.perCaller()),
						RULES.limit("budget.per-host", budget.perHost()),
						RULES.limit("budget.per-node", budget.perNode())));
	}

	private FetchSettings bounds() {
		DataSize maxSize = this.properties.maxSize();
		RULES.require(maxSize.toBytes() >= 1 && maxSize.compareTo(MAX_SIZE) <= 0, "max-size", maxSize,
				"It must be from 1B to " + MAX_SIZE + ".");
		Duration timeout = this.properties.timeout();
		RULES.require(!timeout.isNegative() && !timeout.isZero(), "timeout", timeout, "It must be more than nothing.");
		Set<String> hosts = this.properties.internalHosts()
			.stream()
			.map((host) -> host.toLowerCase(Locale.ROOT))
			.collect(Collectors.toSet());
		hosts.forEach((host) -> RULES.require(host.matches("[a-z0-9.-]+"), "internal-hosts", host,
				"It must be the name of a host, without a scheme or a port."));
		return new FetchSettings(hosts, true, timeout, maxSize);
	}

	/**
	 * Refuse documents on this machine where others reach the server (§8.6): they are for
	 * development.
	 */
	void checkLoopback(@Nullable InetAddress serverAddress) {
		if (serverAddress != null && serverAddress.isLoopbackAddress()) {
			return;
		}
		for (String host : bounds().allowedHosts()) {
			if (host.equals("localhost") || host.endsWith(".localhost") || host.startsWith("127.")) {
				throw RULES.refusal("internal-hosts", host,
						"Documents on this machine are for development, where nobody "
								+ "else reaches the server: set server.address=localhost as well.");
			}
		}
	}

	/**
	 * Return the bounds for what documents name: from where documents are, and as large
	 * as what other clients name.
	 */
	FetchSettings asBoundsOfWhatDocumentsName(DcrFetchProperties others) {
		return new FetchSettings(bounds().allowedHosts(), true, others.timeout(), others.maxSize());
	}

	private DocumentSettings.Freshness freshness() {
		DcrCimdFetchProperties.Cache cache = this.properties.cache();
		RULES.require(!cache.min().isNegative() && cache.max().compareTo(cache.min()) >= 0, "cache.max", cache.max(),
				"It must be as long as dcr.cimd.cache.min at least, and that not negative.");
		RULES.require(cache.usual().compareTo(cache.min()) >= 0 && cache.usual().compareTo(cache.max()) <= 0,
				"cache.default", cache.usual(), "It must be from dcr.cimd.cache.min to dcr.cimd.cache.max.");
		return new DocumentSettings.Freshness(cache.min(), cache.max(), cache.usual());
	}

	/**
	 * Return for how long the last good copy serves.
	 */
	LastGoodCopy asLastGoodCopy() {
		Duration maxStale = this.properties.maxStale();
		RULES.require(!maxStale.isNegative(), "max-stale", maxStale, "It must not be negative.");
		return new LastGoodCopy(maxStale);
	}

	/**
	 * Return how many clients there may be.
	 */
	int asMaxClients() {
		Integer limit = RULES.limit("max-clients", this.properties.maxClients());
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
		RULES.require(value.toSeconds() >= 1, name, value, "It must be a second or more.");
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
				throw RULES.refusal(name + "url", pinned.url(),
						"Each copy needs the URL of its client, which no other has.");
			}
			documents.add(document(name + "location", pinned.url(), pinned.location()));
		}
		return documents;
	}

	private PinnedDocument document(String name, String url, @Nullable Resource location) {
		if (location == null) {
			throw RULES.refusal(name, null, "Each copy needs to be somewhere.");
		}
		try {
			byte[] bytes = location.getContentAsByteArray();
			if (bytes.length > this.properties.maxSize().toBytes()) {
				throw RULES.refusal(name, location.getDescription(), "It is larger than dcr.cimd.max-size allows.");
			}
			return new PinnedDocument(url, new String(bytes, StandardCharsets.UTF_8));
		}
		catch (IOException | IllegalArgumentException ex) {
			throw RULES.refusal(name, location.getDescription(), ex.getMessage() + ".");
		}
	}

}
