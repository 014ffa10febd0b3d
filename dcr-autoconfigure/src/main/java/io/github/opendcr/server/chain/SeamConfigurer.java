package io.github.opendcr.server.chain;

import java.time.Clock;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;

/**
 * Fits the seams into one {@code SecurityFilterChain}, if it has an authorization server.
 * It is added before the application adds anything, so that its {@code init} comes before
 * the authorization server's and its {@code configure} after everyone's {@code init}.
 */
final class SeamConfigurer extends AbstractHttpConfigurer<SeamConfigurer, HttpSecurity> {

	private final List<Seam> seams;

	private final AuthorizationServerServices services;

	private final Clock clock;

	private @Nullable ServerChain chain;

	/**
	 * Create a configurer.
	 * @param seams the seams, in their order
	 * @param services takes up what the authorization server uses
	 * @param clock tells which clients have expired
	 */
	SeamConfigurer(List<Seam> seams, AuthorizationServerServices services, Clock clock) {
		this.seams = seams;
		this.services = services;
		this.clock = clock;
	}

	@Override
	public void init(HttpSecurity http) {
		OAuth2AuthorizationServerConfigurer server = http.getConfigurer(OAuth2AuthorizationServerConfigurer.class);
		if (server != null) {
			ServerChain added = new ServerChain(http, server, this.services, this.clock);
			this.services.watch(added);
			this.seams.forEach((seam) -> seam.addTo(added));
			this.chain = added;
		}
	}

	@Override
	public void configure(HttpSecurity http) {
		if (this.chain != null) {
			this.services.add(this.chain.initialized());
		}
		else if (http.getConfigurer(OAuth2AuthorizationServerConfigurer.class) != null) {
			throw new IllegalStateException("The authorization server was added to its SecurityFilterChain while "
					+ "that was being initialized. Dynamic client registration needs it to be added before: "
					+ "call HttpSecurity.oauth2AuthorizationServer(...) in the @Bean method of the chain, not in "
					+ "a configurer's init method.");
		}
	}

}
