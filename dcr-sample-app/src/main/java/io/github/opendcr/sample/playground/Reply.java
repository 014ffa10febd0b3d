package io.github.opendcr.sample.playground;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;

/**
 * What the server answered.
 *
 * @param status its status code
 * @param body its body, empty if there is none
 */
record Reply(int status, String body) {

	/**
	 * Whether it did what it was asked for.
	 */
	public boolean isSuccess() {
		return this.status / 100 <= 3;
	}

	/**
	 * Return the status as it is known.
	 */
	public String getStatusText() {
		HttpStatus known = HttpStatus.resolve(this.status);
		return (known != null) ? this.status + " " + known.getReasonPhrase() : String.valueOf(this.status);
	}

	/**
	 * Return the members of the body, or {@code null} if it is no JSON object.
	 */
	@Nullable Map<String, Object> json() {
		return Json.object(this.body);
	}

}
