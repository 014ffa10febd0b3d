package io.github.opendcr.registration;

import java.util.concurrent.atomic.AtomicReferenceArray;

import org.springframework.security.oauth2.server.authorization.settings.AbstractSettings;

/**
 * One object for settings that are equal. Those of nearly all clients are, and in a
 * repository in memory they would be a quarter of what a client takes. Remembers a fixed
 * number of them. Safe for use by several threads.
 *
 * @param <T> the type of the settings, immutable
 */
final class SharedSettings<T extends AbstractSettings> {

	private final AtomicReferenceArray<T> recent = new AtomicReferenceArray<>(64);

	/**
	 * Return settings that are equal to the given ones.
	 */
	T shared(T settings) {
		int hash = settings.hashCode();
		int index = Math.floorMod(hash ^ (hash >>> 16), this.recent.length());
		T known = this.recent.get(index);
		if (settings.equals(known)) {
			return known;
		}
		this.recent.set(index, settings);
		return settings;
	}

}
