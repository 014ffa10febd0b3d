package io.github.opendcr.server.chain;

/**
 * A place where dynamic clients need more of an authorization server than Spring's has.
 * Whatever it adds to has what it had before, with ours around or after it.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Seam {

	/**
	 * Hook into a chain, after the application had its say and before the authorization
	 * server is initialized.
	 * @param chain the chain
	 */
	void addTo(ServerChain chain);

}
