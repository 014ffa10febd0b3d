package io.github.opendcr.autoconfigure;

/**
 * A property that holds a secret has a value that can't be used, which nobody may read in
 * a log.
 */
class InvalidSecretException extends RuntimeException {

	private static final long serialVersionUID = 1;

	private final String property;

	InvalidSecretException(String property, String reason) {
		super("The value of '" + property + "', which is a secret and not shown here, can't be used. " + reason);
		this.property = property;
	}

	String getProperty() {
		return this.property;
	}

}
