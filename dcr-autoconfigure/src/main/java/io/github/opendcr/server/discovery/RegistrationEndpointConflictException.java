package io.github.opendcr.server.discovery;

/**
 * Thrown at start-up if Spring Security's own client registration endpoint is on at the
 * path of ours.
 *
 * @since 0.1.0
 */
public final class RegistrationEndpointConflictException extends IllegalStateException {

	private final String path;

	private final String configuredBy;

	RegistrationEndpointConflictException(String path, String configuredBy) {
		super("Spring Security's own client registration endpoint (%s) and dcr.path are both '%s'"
			.formatted(configuredBy, path));
		this.path = path;
		this.configuredBy = configuredBy;
	}

	/**
	 * Return the path that both have.
	 * @return the path
	 */
	public String getPath() {
		return this.path;
	}

	/**
	 * Return what switches Spring Security's endpoint on.
	 * @return the method in the application's configuration
	 */
	public String getConfiguredBy() {
		return this.configuredBy;
	}

}
