package io.github.opendcr.console;

/**
 * Pages of one theme.
 *
 * @since 0.1.0
 */
public abstract class Pages {

	Pages() {
	}

	/**
	 * Say where they are.
	 */
	abstract void addTo(Routes routes);

}
