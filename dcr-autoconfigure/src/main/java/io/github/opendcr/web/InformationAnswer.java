package io.github.opendcr.web;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * A client information response (RFC 7591 §3.2.1, RFC 7592 §3) as it goes out.
 *
 * @param status the status code
 * @param entityTag the entity tag of the client, or {@code null} if there is none
 * @param body the JSON, in UTF-8
 */
record InformationAnswer(int status, @Nullable String entityTag, byte[] body) {

	/**
	 * Return the answer as one text, from which it can be {@link #read}.
	 */
	String write() {
		return this.status + " " + this.entityTag + "\n" + new String(this.body, StandardCharsets.UTF_8);
	}

	static InformationAnswer read(String text) {
		int blank = text.indexOf(' ');
		int end = text.indexOf('\n');
		return new InformationAnswer(Integer.parseInt(text.substring(0, blank)), text.substring(blank + 1, end),
				text.substring(end + 1).getBytes(StandardCharsets.UTF_8));
	}

}
