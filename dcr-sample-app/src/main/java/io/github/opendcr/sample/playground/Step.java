package io.github.opendcr.sample.playground;

import java.util.Locale;

/**
 * What a client can do, in the order of its life.
 */
enum Step {

	/**
	 * A registration.
	 */
	REGISTER("Register", "Register", "RFC 7591 §3", ""),

	/**
	 * A registration of which nothing stays.
	 */
	CHECK("Check only", "Check without registering", "dcr.dry-run", ""),

	/**
	 * The redirection URI of this page is registered, too.
	 */
	ADD_CALLBACK("Add this page", "Bring the answer here", "RFC 7592 §2.2",
			"The client's users come back elsewhere. Add this page to its redirection URIs, and you can log in with it here."),

	/**
	 * A user is sent to the server.
	 */
	LOG_IN("Log in with it", "Log in", "RFC 6749 §4.1, RFC 7636",
			"The authorization code grant with PKCE. You are the user (user, with the password password), "
					+ "and the server asks you whether you allow what the client wants."),

	/**
	 * A code is exchanged for tokens.
	 */
	EXCHANGE("Get tokens", "Exchange the code for tokens", "RFC 6749 §4.1.3",
			"The user allowed it, and the code is here. With the verifier of PKCE it becomes tokens."),

	/**
	 * The sample's API is called.
	 */
	CALL("Call the API", "Call the API", "RFC 6750 §2.1",
			"The sample has a small API that says whose token it was given."),

	/**
	 * A new access token.
	 */
	REFRESH("Refresh", "Refresh the access token", "RFC 6749 §6",
			"The refresh token is worth a new access token, without asking the user again."),

	/**
	 * The client reads its registration.
	 */
	READ("Read", "Read the registration", "RFC 7592 §2.1",
			"What the server knows about the client. Secrets are not shown again."),

	/**
	 * The client changes its registration.
	 */
	CHANGE("Change", "Change the registration", "RFC 7592 §2.2",
			"A PUT replaces all metadata. What you leave out gets the server's default again."),

	/**
	 * The registration access token is replaced.
	 */
	NEW_TOKEN("New token", "Replace the registration access token", "RFC 7592 §3",
			"Each PUT does, also one that changes nothing. The former token is void then."),

	/**
	 * The secret is replaced.
	 */
	NEW_SECRET("New secret", "Replace the client secret", "dcr.client-secret",
			"The server keeps a hash, so the new secret is shown once."),

	/**
	 * The client ends.
	 */
	DELETE("Delete", "Delete the client", "RFC 7592 §2.3",
			"The client, its tokens and its users' consents are gone, for good.");

	private final String button;

	private final String title;

	private final String section;

	private final String words;

	Step(String button, String title, String section, String words) {
		this.button = button;
		this.title = title;
		this.section = section;
		this.words = words;
	}

	/**
	 * Return what the button says.
	 */
	public String getButton() {
		return this.button;
	}

	/**
	 * Return what it is called.
	 */
	public String getTitle() {
		return this.title;
	}

	/**
	 * Return where it is defined: a section of an RFC, or properties of this server.
	 */
	public String getSection() {
		return this.section;
	}

	/**
	 * Return what it does.
	 */
	public String getWords() {
		return this.words;
	}

	/**
	 * Return the last segment of its path.
	 */
	public String getPath() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
