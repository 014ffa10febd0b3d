package io.github.opendcr.pages;

/**
 * When users see the {@link ConsentPage}.
 *
 * @since 0.1.0
 */
public enum ConsentPageUse {

	/**
	 * For clients that registered themselves or are known by a document, where the
	 * application has set no page: without this one, Spring's would be shown.
	 */
	AUTO,

	/**
	 * For every client, also where the application has set a page.
	 */
	ON,

	/**
	 * Never.
	 */
	OFF

}
