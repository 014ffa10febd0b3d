package io.github.opendcr.sample.playground;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A member of the client metadata of which the client got something else than it asked
 * for.
 *
 * @param member the member's name
 * @param kind what became of it
 * @param asked what was asked for as JSON, or {@code null} for nothing
 * @param granted what was registered as JSON, or {@code null} for nothing
 * @param why the reason, in a sentence
 */
record Difference(String member, Kind kind, @Nullable String asked, @Nullable String granted, String why) {

	/**
	 * What became of a member.
	 */
	enum Kind {

		/**
		 * Only a part of it was granted.
		 */
		NARROWED("narrowed", "~"),

		/**
		 * Nothing of it was granted.
		 */
		LEFT_OUT("left out", "−"),

		/**
		 * Another value was registered.
		 */
		CHANGED("changed", "~"),

		/**
		 * The server chose a value.
		 */
		FILLED_IN("filled in", "+"),

		/**
		 * The server made it.
		 */
		ISSUED("issued", "+");

		private final String words;

		private final String mark;

		Kind(String words, String mark) {
			this.words = words;
			this.mark = mark;
		}

		/**
		 * Return how the page calls it.
		 */
		public String getWords() {
			return this.words;
		}

		/**
		 * Return the sign in front of the line.
		 */
		public String getMark() {
			return this.mark;
		}

		/**
		 * Return the class of the style sheet.
		 */
		public String getStyle() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

}
