package io.github.opendcr.quota;

/**
 * How many clients that have something in common may be registered at a time.
 *
 * @param name what they have in common ({@code software_id}): up to 50 letters, digits
 * and {@code -_}
 * @param value its value, of any length
 * @param limit how many clients there may be, at least 0
 * @param description the end of a sentence that begins with "As many clients as allowed
 * are registered", for whoever is refused
 * @since 0.1.0
 */
public record ClientQuota(String name, String value, int limit, String description) {

	/**
	 * Check the values.
	 */
	public ClientQuota {
		if (!name.matches("[A-Za-z0-9_-]{1,50}")) {
			throw new IllegalArgumentException("The name of a quota must be 1 to 50 letters, digits and '-_'");
		}
		if (limit < 0) {
			throw new IllegalArgumentException("A quota must not be negative");
		}
	}

}
