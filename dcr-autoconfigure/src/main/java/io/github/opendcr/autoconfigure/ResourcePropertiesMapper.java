package io.github.opendcr.autoconfigure;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.resource.ProtectedResources;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Turns the properties of resources into what decides which there are.
 */
final class ResourcePropertiesMapper {

	private static final String ALLOWED = "dcr.resources.allowed";

	private final DcrResourcesProperties properties;

	ResourcePropertiesMapper(DcrResourcesProperties properties) {
		this.properties = properties;
	}

	/**
	 * Return what decides which resources there are: the application's bean, or what the
	 * properties list.
	 * @return what decides, or {@code null} if resources are ignored
	 */
	@Nullable ProtectedResources asProtectedResources(ObjectProvider<ProtectedResources> beans) {
		ProtectedResources bean = beans.getIfAvailable();
		if (bean != null) {
			return bean;
		}
		if (this.properties.allowed().isEmpty()) {
			return this.properties.allowAny() ? ProtectedResources.any() : null;
		}
		Map<String, Set<String>> exact = new LinkedHashMap<>();
		Map<String, Set<String>> prefixes = new LinkedHashMap<>();
		for (int i = 0; i < this.properties.allowed().size(); i++) {
			add(ALLOWED + "[" + i + "]", this.properties.allowed().get(i), exact, prefixes);
		}
		return ProtectedResources.of(exact, prefixes);
	}

	private static void add(String name, DcrResourcesProperties.Allowed allowed, Map<String, Set<String>> exact,
			Map<String, Set<String>> prefixes) {
		Set<String> scopes = new LinkedHashSet<>(allowed.scopes());
		String uri = allowed.uri();
		String prefix = allowed.prefix();
		if (uri != null && prefix == null) {
			check(name + ".uri", uri, () -> ProtectedResources.of(Map.of(uri, scopes), Map.of()));
			exact.put(uri, scopes);
		}
		else if (prefix != null && uri == null) {
			check(name + ".prefix", prefix, () -> ProtectedResources.of(Map.of(), Map.of(prefix, scopes)));
			prefixes.put(prefix, scopes);
		}
		else {
			throw new InvalidConfigurationPropertyValueException(name, uri,
					"A resource needs a uri or a prefix, and not both.");
		}
	}

	private static void check(String name, String value, Runnable use) {
		try {
			use.run();
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(name, value, ex.getMessage() + ".");
		}
	}

}
