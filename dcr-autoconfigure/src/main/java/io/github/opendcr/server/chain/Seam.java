package io.github.opendcr.server.chain;

import java.time.Clock;
import java.util.List;

import org.springframework.security.config.annotation.SecurityConfigurerAdapter;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.DefaultSecurityFilterChain;

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

	/**
	 * Return what fits seams into one chain, if it has an authorization server. It has to
	 * be added before the application adds anything.
	 * @param seams the seams, in their order
	 * @param services takes up what the authorization server uses
	 * @param clock tells which clients have expired
	 * @return the configurer
	 */
	static SecurityConfigurerAdapter<DefaultSecurityFilterChain, HttpSecurity> configurer(List<Seam> seams,
			AuthorizationServerServices services, Clock clock) {
		return new SeamConfigurer(seams, services, clock);
	}

}
