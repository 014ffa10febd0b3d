package io.github.opendcr.console.view;

/**
 * A part of the console: an entry of its navigation.
 *
 * @since 0.1.0
 */
public enum Section {

	/**
	 * How things are.
	 */
	OVERVIEW("Overview", ""),

	/**
	 * The clients that registered themselves.
	 */
	CLIENTS("Clients", "/clients"),

	/**
	 * Initial access tokens.
	 */
	TOKENS("Tokens", "/tokens"),

	/**
	 * What is granted to whom.
	 */
	POLICIES("Policies", "/policies"),

	/**
	 * Whose software statements are believed.
	 */
	STATEMENTS("Statements", "/statements"),

	/**
	 * Clients that are URLs.
	 */
	DOCUMENTS("Documents", "/documents");

	private final String title;

	private final String path;

	Section(String title, String path) {
		this.title = title;
		this.path = path;
	}

	/**
	 * Return what it is called.
	 * @return the title
	 */
	public String title() {
		return this.title;
	}

	/**
	 * Return where it is.
	 * @return the path below that of the console
	 */
	public String path() {
		return this.path;
	}

}
