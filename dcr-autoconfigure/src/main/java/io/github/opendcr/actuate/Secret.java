package io.github.opendcr.actuate;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A text that is written into the answer, but not into a log of answers.
 *
 * @param value the text
 */
record Secret(@JsonValue String value) {

	@Override
	public String toString() {
		return "[secret]";
	}

}
