package io.github.opendcr.quota;

import io.github.opendcr.keys.Sha256;

/**
 * How many clients that have something in common may be registered at a time.
 *
 * @param key what they have in common: up to 100 visible ASCII characters
 * @param limit how many clients there may be
 * @param description the end of a sentence that begins with "As many clients as allowed
 * are registered", for whoever is refused
 * @since 0.1.0
 */
public record ClientQuota(String key, int limit, String description) {

	/**
	 * Return what kind of quota it is, such as {@code redirect_host}.
	 * @return the key up to its colon
	 */
	String name() {
		int colon = this.key.indexOf(':');
		return (colon >= 0) ? this.key.substring(0, colon) : this.key;
	}

	static ClientQuota of(String name, String value, int limit, String description) {
		return new ClientQuota(name + ":" + Sha256.of(value), limit, description);
	}

}
