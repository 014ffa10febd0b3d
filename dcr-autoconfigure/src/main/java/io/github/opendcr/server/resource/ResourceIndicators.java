package io.github.opendcr.server.resource;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.resource.ProtectedResource;
import io.github.opendcr.resource.ProtectedResources;
import io.github.opendcr.resource.ResourceUri;
import io.github.opendcr.server.chain.ErrorAnswer;
import io.github.opendcr.server.chain.Seam;
import io.github.opendcr.server.client.DynamicClients;

import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;

/**
 * The rules by which tokens are for resources. Clients that the application configured
 * are left alone. Safe for use by several threads.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8707.html">RFC 8707</a>
 */
public final class ResourceIndicators {

	private static final String INVALID_TARGET = "invalid_target";

	// What is stored and shown has to end somewhere
	private static final int MOST_RESOURCES = 10;

	private static final int LONGEST_QUOTED = 200;

	private final ProtectedResources resources;

	private final boolean multipleAudiences;

	private final RequestAtHand request = new RequestAtHand();

	/**
	 * Create the rules.
	 * @param resources decides which resources there are
	 * @param multipleAudiences whether an access token may be for several resources
	 */
	public ResourceIndicators(ProtectedResources resources, boolean multipleAudiences) {
		this.resources = resources;
		this.multipleAudiences = multipleAudiences;
	}

	RequestAtHand request() {
		return this.request;
	}

	/**
	 * Return the seams, which come behind those that have codes and tokens used once and
	 * that choose the token generator.
	 * @return the seams
	 */
	public List<Seam> seams() {
		return ResourceSeams.of(this);
	}

	/**
	 * Return what an authorization is for, as the client named it.
	 * @param authorization the authorization
	 * @return the resources; none for a client whose parameter is ignored, too
	 */
	public static List<String> named(OAuth2Authorization authorization) {
		return ResourceParameter.of(authorization);
	}

	/**
	 * Whether a user has agreed to what a request is for, whatever its scopes.
	 * @param consent the user's consent to the client
	 * @param named the resources that the request names
	 * @return {@code true} if there is no need to ask because of a resource
	 */
	public static boolean areAgreed(OAuth2AuthorizationConsent consent, List<String> named) {
		return AgreedResources.cover(consent, named);
	}

	/**
	 * Whether the access token of an authorization is for resources among which this
	 * server isn't, by its issuer.
	 * @param authorization the authorization
	 * @param client its client
	 * @return {@code true} if this server must not accept the token
	 */
	public static boolean isForOthers(OAuth2Authorization authorization, RegisteredClient client) {
		return TokenAudience.isForOthers(authorization, client);
	}

	/**
	 * Return what the discovery documents list.
	 * @return identifiers of resources
	 */
	public Set<String> published() {
		return this.resources.published();
	}

	/**
	 * Check an authorization request of a dynamic client, and take note of what it is
	 * about.
	 * @param parameters its parameters, as Spring keeps them
	 * @param scopes the scopes that it asks for
	 * @param client the client
	 * @throws OAuth2AuthenticationException if it can't be granted
	 */
	public void check(Map<String, Object> parameters, Set<String> scopes, RegisteredClient client) {
		List<String> named = ResourceParameter.of(parameters);
		narrowed(scopes, resolve(named, client));
		this.request.isAbout(named);
	}

	/**
	 * Return the audience of an access token.
	 * @param context what the token is made of
	 * @return the resources, by what they know themselves by; none if the token is for no
	 * resource in particular
	 * @throws OAuth2AuthenticationException if what the request asks for was not granted
	 */
	public List<String> audience(OAuth2TokenContext context) {
		return target(context).stream().map(ProtectedResource::uri).toList();
	}

	List<ProtectedResource> target(OAuth2TokenContext context) {
		RegisteredClient client = context.getRegisteredClient();
		if (!DynamicClients.isDynamic(client)) {
			return List.of();
		}
		List<ProtectedResource> asked = resolve(ResourceParameter.ofGrant(context.getAuthorizationGrant()), client);
		OAuth2Authorization authorization = context.getAuthorization();
		List<ProtectedResource> target = (authorization != null)
				? within(asked, resolve(ResourceParameter.of(authorization), client), context) : asked;
		if (target.size() > 1 && !this.multipleAudiences) {
			throw refused("An access token is for one resource: name one of those that were authorized as resource");
		}
		return target;
	}

	// RFC 8707 §2.2
	private static List<ProtectedResource> within(List<ProtectedResource> asked, List<ProtectedResource> authorized,
			OAuth2TokenContext context) {
		if (asked.isEmpty()) {
			return authorized;
		}
		// RFC 8693: a token for nothing in particular is exchanged for a lesser one
		boolean lesser = authorized.isEmpty()
				&& AuthorizationGrantType.TOKEN_EXCHANGE.equals(context.getAuthorizationGrantType());
		if (!lesser && !authorized.containsAll(asked)) {
			throw refused("resource must be one that the authorization request named");
		}
		return asked;
	}

	/**
	 * Find the resources that a client names.
	 * @throws OAuth2AuthenticationException if it may not have tokens for all of them
	 */
	List<ProtectedResource> resolve(List<String> named, RegisteredClient client) {
		if (named.size() > MOST_RESOURCES) {
			throw refused("At most " + MOST_RESOURCES + " resources are allowed");
		}
		List<ProtectedResource> found = new ArrayList<>();
		for (String name : named) {
			String problem = ResourceUri.problemOf(name);
			if (problem != null) {
				throw refused("resource " + problem + " (RFC 8707)");
			}
			ProtectedResource resource = this.resources.find(name, client);
			if (resource == null) {
				throw refused("This client can't have tokens for the resource"
						+ ((name.length() <= LONGEST_QUOTED) ? " " + name : ""));
			}
			found.add(resource);
		}
		return found.stream().distinct().toList();
	}

	/**
	 * Return the resources of a token if a request is going to get one.
	 * @return the resources, or {@code null} if it won't
	 */
	@Nullable List<ProtectedResource> foreseen(List<String> asked, OAuth2Authorization authorization, RegisteredClient client) {
		try {
			return resolve(asked.isEmpty() ? ResourceParameter.of(authorization) : asked, client);
		}
		catch (OAuth2AuthenticationException ex) {
			return null; // which is refused when all else has been checked
		}
	}

	/**
	 * Return those of the scopes that the resources know.
	 * @throws OAuth2AuthenticationException if that leaves none
	 */
	static Set<String> narrowed(Set<String> scopes, List<ProtectedResource> target) {
		Set<String> known = known(scopes, target);
		if (known.isEmpty() && !scopes.isEmpty()) {
			throw ErrorAnswer.exception(OAuth2ErrorCodes.INVALID_SCOPE, "The resource knows none of the scopes");
		}
		return known;
	}

	static Set<String> known(Set<String> scopes, List<ProtectedResource> target) {
		return target.isEmpty() ? scopes
				: scopes.stream()
					.filter((scope) -> target.stream().anyMatch((resource) -> resource.knows(scope)))
					.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	private static OAuth2AuthenticationException refused(String description) {
		return ErrorAnswer.exception(INVALID_TARGET, description);
	}

}
