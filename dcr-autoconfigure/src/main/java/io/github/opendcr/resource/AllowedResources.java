package io.github.opendcr.resource;

import java.net.URI;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * The resources that an operator listed, for all clients alike.
 */
final class AllowedResources implements ProtectedResources {

	// Both by the spelling in which names are compared
	private final Map<String, ProtectedResource> exact;

	private final Map<String, Set<String>> prefixes;

	private final boolean any;

	private AllowedResources(Map<String, ProtectedResource> exact, Map<String, Set<String>> prefixes, boolean any) {
		this.exact = exact;
		this.prefixes = prefixes;
		this.any = any;
	}

	static AllowedResources any() {
		return new AllowedResources(Map.of(), Map.of(), true);
	}

	static AllowedResources of(Map<String, Set<String>> exact, Map<String, Set<String>> prefixes) {
		Map<String, ProtectedResource> resources = new LinkedHashMap<>();
		exact.forEach((uri, scopes) -> {
			require(uri);
			resources.put(ResourceUri.canonical(uri), new ProtectedResource(uri, scopes));
		});
		Map<String, Set<String>> below = new LinkedHashMap<>();
		prefixes.forEach((prefix, scopes) -> {
			requirePrefix(prefix);
			below.put(ResourceUri.canonical(prefix), scopes);
		});
		return new AllowedResources(resources, below, false);
	}

	private static void require(String uri) {
		String problem = ResourceUri.problemOf(uri);
		if (problem != null) {
			throw new IllegalArgumentException("It " + problem);
		}
	}

	private static void requirePrefix(String prefix) {
		require(prefix);
		URI uri = URI.create(prefix);
		if (uri.getHost() == null || uri.getRawQuery() != null || ResourceUri.canClimb(prefix)) {
			throw new IllegalArgumentException("It must have a host, no query, and a path without dot segments");
		}
	}

	@Override
	public @Nullable ProtectedResource find(String uri, RegisteredClient client) {
		if (this.any) {
			return new ProtectedResource(uri, Set.of());
		}
		String name = ResourceUri.canonical(uri);
		ProtectedResource resource = this.exact.get(name);
		return (resource != null) ? resource : below(name);
	}

	private @Nullable ProtectedResource below(String uri) {
		return this.prefixes.entrySet()
			.stream()
			.filter((prefix) -> isBelow(uri, prefix.getKey()) && !ResourceUri.canClimb(uri))
			.max(Comparator.comparingInt((prefix) -> prefix.getKey().length()))
			.map((prefix) -> new ProtectedResource(uri, prefix.getValue()))
			.orElse(null);
	}

	private static boolean isBelow(String uri, String prefix) {
		return uri.equals(prefix) || uri.startsWith(prefix.endsWith("/") ? prefix : prefix + "/");
	}

	/**
	 * Return the single resources: whoever registers may have tokens for them, so that
	 * they are no secret.
	 */
	@Override
	public Set<String> published() {
		return this.exact.values()
			.stream()
			.map(ProtectedResource::uri)
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

}
