package io.github.opendcr.server.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import jakarta.servlet.Filter;

import io.github.opendcr.server.chain.AuthorizationServerServices;
import io.github.opendcr.server.chain.Seam;

import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.util.matcher.OrRequestMatcher;

/**
 * What the server says of itself, and to whom.
 *
 * @since 0.1.0
 */
public final class DiscoverySeams {

	private DiscoverySeams() {
	}

	/**
	 * Return the seams.
	 * @param path the path of the registration endpoint
	 * @param authMethods the methods by which clients that register may authenticate
	 * @param scopes the scopes that whoever registers may be granted
	 * @param pairwise whether subjects can be pairwise
	 * @param documents whether URLs of documents may be {@code client_id}s
	 * @param resources the resources to list
	 * @param allowedOrigins the origins whose scripts may read the server's answers
	 * @return the seams
	 */
	public static List<Seam> of(String path, Set<String> authMethods, Set<String> scopes, boolean pairwise,
			boolean documents, Set<String> resources, List<String> allowedOrigins) {
		List<Seam> seams = new ArrayList<>(
				List.of(new Discovery(path, authMethods, scopes, pairwise, documents, resources),
						new SpringsRegistration(path)));
		if (!allowedOrigins.isEmpty()) {
			seams.add(new CrossOrigin(allowedOrigins));
		}
		return seams;
	}

	/**
	 * Return a chain for what no authorization server answers: HEAD of the discovery
	 * documents and the JWK set, answered as GET is, and CORS preflights of the allowed
	 * origins for these and for the token, PAR, revocation and UserInfo endpoints. It
	 * matches nothing else, and should come first.
	 * @param allowedOrigins the origins
	 * @param services the authorization servers
	 * @param security returns the filter of Spring Security, which has all chains
	 * @return the chain
	 */
	public static SecurityFilterChain chain(List<String> allowedOrigins, AuthorizationServerServices services,
			Supplier<Filter> security) {
		CrossOrigin.Preflights preflights = new CrossOrigin(allowedOrigins).preflights(services);
		DocumentHeads heads = new DocumentHeads(services, security);
		return new DefaultSecurityFilterChain(new OrRequestMatcher(preflights, heads), preflights, heads);
	}

}
