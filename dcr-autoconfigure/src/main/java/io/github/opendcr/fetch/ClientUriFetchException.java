package io.github.opendcr.fetch;

import org.jspecify.annotations.Nullable;

/**
 * A document that a client named can't be had. The message is a sentence that the client
 * may read: it says what to change, and nothing of the server's own network. A cause is
 * for the log only.
 *
 * @since 0.1.0
 */
public class ClientUriFetchException extends RuntimeException {

	/**
	 * Create an exception.
	 * @param message what the client may know
	 * @param cause what it may not, or {@code null}
	 */
	public ClientUriFetchException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
