package io.github.opendcr.token;

/**
 * An initial access token at the one moment at which it is known: hand its value over and
 * forget it.
 *
 * @param value the token, as its holder sends it in the {@code Authorization} header
 * @param token what is known of it from now on
 * @since 0.1.0
 */
public record IssuedInitialAccessToken(String value, InitialAccessToken token) {

	/**
	 * Return a text without the token's value.
	 */
	@Override
	public String toString() {
		return "IssuedInitialAccessToken[token=" + this.token + "]";
	}

}
