package io.github.opendcr.policy;

import java.net.URI;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientMetadataPolicy;
import io.github.opendcr.RegistrationContext;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.metadata.UriSchemes;

/**
 * Refuses redirection URIs that the settings don't allow, each judged by itself: https
 * (or http to a loopback interface) within the allowed hosts, a private-use scheme with a
 * dot or from the allow-list. Safe for use by several threads.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-5">RFC 7591 §5</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8252.html#section-7">RFC 8252 §7</a>
 */
public final class RedirectUriPolicy implements ClientMetadataPolicy {

	private static final Set<String> LOOPBACK_HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");

	private final RedirectUriSettings settings;

	/**
	 * Create a policy.
	 * @param settings where clients may redirect to
	 * @throws IllegalArgumentException if a scheme is listed that is never allowed
	 */
	public RedirectUriPolicy(RedirectUriSettings settings) {
		settings.allowedSchemes().forEach((scheme) -> {
			if (UriSchemes.isForbidden(scheme)) {
				throw new IllegalArgumentException("The scheme '" + scheme + "' can't be allowed for redirection URIs");
			}
		});
		this.settings = settings;
	}

	@Override
	public ClientMetadata apply(ClientMetadata metadata, RegistrationContext context) {
		for (String redirectUri : metadata.getRedirectUris()) {
			String problem = problemOf(URI.create(redirectUri));
			if (problem != null) {
				throw RegistrationException.invalidRedirectUri("redirect_uris " + problem + ": '" + redirectUri + "'");
			}
		}
		for (String redirectUri : metadata.getPostLogoutRedirectUris()) {
			String problem = problemOf(URI.create(redirectUri));
			if (problem != null) {
				throw RegistrationException.invalidMetadata("post_logout_redirect_uris",
						"post_logout_redirect_uris " + problem + ": '" + redirectUri + "'");
			}
		}
		return metadata;
	}

	private @Nullable String problemOf(URI uri) {
		return switch (uri.getScheme()) {
			case "http" -> problemOfHttp(uri.getHost());
			case "https" -> isAllowed(uri.getHost()) ? null : "must redirect to a host that this server allows";
			default -> problemOfPrivateUse(uri.getScheme());
		};
	}

	private @Nullable String problemOfHttp(String host) {
		if (LOOPBACK_HOSTS.contains(host)) {
			return this.settings.allowLoopback() ? null : "must not redirect to a loopback interface";
		}
		if (this.settings.requireHttps()) {
			return "must use https, or http with the host localhost, 127.0.0.1 or [::1]";
		}
		return isAllowed(host) ? null : "must redirect to a host that this server allows";
	}

	// RFC 8252 §7.1: a reverse domain name, so that no two apps meet by chance
	private @Nullable String problemOfPrivateUse(String scheme) {
		if (scheme.indexOf('.') > 0 || this.settings.allowedSchemes().contains(scheme)) {
			return null;
		}
		return "must use https, a loopback interface, or a private-use scheme that is a reversed domain name "
				+ "(com.example.app:/callback)";
	}

	private boolean isAllowed(String host) {
		return this.settings.allowedHosts().isEmpty() || this.settings.allowedHosts()
			.stream()
			.anyMatch(
					(allowed) -> allowed.startsWith("*.") ? host.endsWith(allowed.substring(1)) : host.equals(allowed));
	}

}
