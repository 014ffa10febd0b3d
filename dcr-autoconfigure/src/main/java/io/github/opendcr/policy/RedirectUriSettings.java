package io.github.opendcr.policy;

import java.util.List;
import java.util.Set;

/**
 * Where clients may redirect to.
 *
 * @param requireHttps whether a remote host needs https
 * @param allowedSchemes private-use schemes that are allowed beside those with a dot
 * @param allowedHosts remote hosts that are allowed, {@code *.example.com} for every host
 * below a domain; empty for any
 * @param allowLoopback whether http to {@code localhost}, {@code 127.0.0.1} and
 * {@code [::1]} is allowed
 * @since 0.1.0
 */
public record RedirectUriSettings(boolean requireHttps, Set<String> allowedSchemes, List<String> allowedHosts,
		boolean allowLoopback) {
}
