package io.github.opendcr.server;

import java.time.Clock;
import java.util.function.Supplier;

import jakarta.servlet.Filter;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.subject.PairwiseSubjectGenerator;

import org.springframework.core.Ordered;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Prepares every authorization server of the application for dynamic clients, whoever
 * declares its {@link SecurityFilterChain}. Published as a bean, it sees each
 * {@link HttpSecurity} before the application configures it; chains without an
 * authorization server stay as they are.
 *
 * @since 0.1.0
 */
public final class AuthorizationServerCustomizer implements Customizer<HttpSecurity>, Ordered {

	private final SeamSettings settings;

	private final AuthorizationServerServices services;

	private final DynamicClientAuthentication authentication;

	private final @Nullable PairwiseSubjectGenerator subjects;

	private final AnonymousPushes pushes;

	private final Clock clock;

	/**
	 * Create a customizer.
	 * @param settings the settings
	 * @param services takes up what each authorization server uses
	 * @param authentication judges what clients sign and which certificates they show
	 * @param subjects makes pairwise subjects, or {@code null} if no client can have them
	 * @param pushes decides on authorization requests that public clients push
	 * @param clock tells when refresh tokens are issued
	 */
	public AuthorizationServerCustomizer(SeamSettings settings, AuthorizationServerServices services,
			DynamicClientAuthentication authentication, @Nullable PairwiseSubjectGenerator subjects,
			AnonymousPushes pushes, Clock clock) {
		this.settings = settings;
		this.services = services;
		this.authentication = authentication;
		this.subjects = subjects;
		this.pushes = pushes;
		this.clock = clock;
	}

	/**
	 * Return a chain that answers the CORS preflights of the allowed origins for the
	 * discovery documents, the JWK set, the token, PAR, revocation and UserInfo
	 * endpoints, which no authorization server answers. It matches nothing else, and
	 * should come first.
	 * @param settings the settings
	 * @param services the authorization servers
	 * @return the chain
	 */
	public static SecurityFilterChain preflightChain(SeamSettings settings, AuthorizationServerServices services) {
		return new CrossOrigin(settings.allowedOrigins()).preflights(services);
	}

	/**
	 * Return a chain that has HEAD of the discovery documents and the JWK set, which no
	 * authorization server answers, answered as GET is. It matches nothing else, and
	 * should come first.
	 * @param services the authorization servers
	 * @param security returns the filter of Spring Security, which has all chains
	 * @return the chain
	 */
	public static SecurityFilterChain headChain(AuthorizationServerServices services, Supplier<Filter> security) {
		DocumentHeads heads = new DocumentHeads(services, security);
		return new DefaultSecurityFilterChain(heads, heads);
	}

	@Override
	public void customize(HttpSecurity http) {
		http.with(new SeamConfigurer(this.settings, this.services, this.authentication, this.subjects, this.pushes,
				this.clock));
	}

	/**
	 * Return the highest precedence: a seam must be initialized before the authorization
	 * server, even if that is added by a customizer of the application.
	 * @return the order
	 */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
