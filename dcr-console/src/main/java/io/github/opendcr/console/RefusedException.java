package io.github.opendcr.console;

import java.io.Serial;

/**
 * A request that can't be served, with what the operator is told.
 */
final class RefusedException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final int status;

	private final String title;

	private RefusedException(int status, String title, String message) {
		super(message);
		this.status = status;
		this.title = title;
	}

	static RefusedException badRequest(String message) {
		return new RefusedException(400, "That can't be done", message);
	}

	static RefusedException notFound(String message) {
		return new RefusedException(404, "Not found", message);
	}

	static RefusedException methodNotAllowed() {
		return new RefusedException(405, "Not so", "This page can't be asked for in this way.");
	}

	static RefusedException conflict(String message) {
		return new RefusedException(409, "Nothing was done", message);
	}

	static RefusedException repeated() {
		return new RefusedException(409, "This form was sent before",
				"Nothing was done now. If it brought a token, that was shown then, and is as it was. "
						+ "If nobody has kept it, go back and issue another one.");
	}

	int status() {
		return this.status;
	}

	String title() {
		return this.title;
	}

}
