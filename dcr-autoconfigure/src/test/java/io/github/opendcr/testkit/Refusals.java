package io.github.opendcr.testkit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every refusal looks like: the RFC's JSON, and nothing from inside.
 */
public final class Refusals {

	private Refusals() {
	}

	/**
	 * RFC 7591 §3.2.2: 400 with the error, and a description that has all the words.
	 */
	public static void assertRefused(Answer answer, String error, String... words) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
		assertThat(answer.json()).containsEntry("error", error);
		assertRefused(answer);
		for (String word : words) {
			assertThat(answer.string("error_description")).contains(word);
		}
	}

	/**
	 * Any 4xx in the form of RFC 7591 §3.2.2.
	 */
	public static void assertRefused(Answer answer) {
		assertThat(answer.status()).as(answer.toString()).isBetween(400, 499);
		assertThat(answer.header("Content-Type")).as(answer.toString()).isEqualTo("application/json");
		assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
		assertThat(answer.json()).containsOnlyKeys("error", "error_description");
		assertThat(answer.string("error")).matches("[a-z_]+");
		// RFC 6749 §5.2, to which RFC 7591 keeps
		assertThat(answer.string("error_description")).matches("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+");
		assertThat(answer.body()).doesNotContainPattern("Exception|(?i)\\bselect\\b|insert into|jdbc|sql")
			.doesNotContainPattern("\\b(java|org|tools|io)\\.[a-z]+\\.[a-z]")
			.hasSizeLessThan(1000);
	}

	/**
	 * RFC 6750 §3.1: no error code in the challenge if the request carried no token.
	 */
	public static void assertUnauthorized(Answer answer) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(401);
		assertRefused(answer);
		assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
	}

	/**
	 * RFC 7592 §2.1: one answer for every token that isn't valid.
	 */
	public static void assertInvalidToken(Answer answer) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(401);
		assertRefused(answer);
		assertThat(answer.json()).containsEntry("error", "invalid_token");
		assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer error=\"invalid_token\"");
	}

}
