package io.github.opendcr.policy;

import java.util.List;
import java.util.Set;

import io.github.opendcr.metadata.UriSchemes;

/**
 * Where clients may redirect to.
 *
 * @param requireHttps whether a remote host needs https
 * @param allowedSchemes private-use schemes that are allowed by name
 * @param allowPrivateUseSchemes whether private-use schemes with a dot are allowed
 * without being listed
 * @param allowedHosts remote hosts that are allowed, {@code *.example.com} for every host
 * below a domain; empty for any
 * @param allowLoopback whether http to {@code localhost}, {@code 127.0.0.1} and
 * {@code [::1]} is allowed
 * @param dropRefused whether a URI that isn't allowed is left out, as long as one
 * remains, instead of refusing the request
 * @since 0.1.0
 */
public record RedirectUriSettings(boolean requireHttps, Set<String> allowedSchemes, boolean allowPrivateUseSchemes,
		List<String> allowedHosts, boolean allowLoopback, boolean dropRefused) {

	/**
	 * Where clients may redirect to where nothing else is said.
	 */
	public static final RedirectUriSettings DEFAULT = new RedirectUriSettings(true, Set.of(), true, List.of(), true,
			false);

	/**
	 * Create settings.
	 * @throws IllegalArgumentException if a scheme is listed that is never allowed
	 */
	public RedirectUriSettings {
		allowedSchemes.forEach((scheme) -> {
			if (UriSchemes.isForbidden(scheme)) {
				throw new IllegalArgumentException("The scheme '" + scheme + "' can't be allowed for redirection URIs");
			}
		});
	}

}
