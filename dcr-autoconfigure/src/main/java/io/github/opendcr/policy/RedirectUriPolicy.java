package io.github.opendcr.policy;

import java.net.URI;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.metadata.Loopback;

/**
 * Refuses redirection URIs that the settings don't allow, or leaves them out as long as
 * one remains. Each is judged by itself: https (or http to a loopback interface) within
 * the allowed hosts, a private-use scheme with a dot or from the allow-list. Safe for use
 * by several threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-5">RFC 7591 §5</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8252.html#section-7">RFC 8252 §7</a>
 */
final class RedirectUriPolicy extends StepwisePolicy<RedirectUriSettings> {

	/**
	 * Create a policy.
	 * @param settings where clients may redirect to, by who lets the client in
	 */
	RedirectUriPolicy(Function<Registrant, RedirectUriSettings> settings) {
		super(settings, List.of((allowed, metadata) -> grant(allowed, metadata, "redirect_uris"),
				(allowed, metadata) -> grant(allowed, metadata, "post_logout_redirect_uris")));
	}

	private static ClientMetadata grant(RedirectUriSettings settings, ClientMetadata metadata, String member) {
		List<String> requested = metadata.getStrings(member);
		List<String> granted = requested.stream()
			.filter((uri) -> problemOf(settings, URI.create(uri)) == null)
			.toList();
		if (granted.size() == requested.size()) {
			return metadata;
		}
		if (settings.dropRefused() && !granted.isEmpty()) {
			return metadata.with(member, granted);
		}
		String refused = requested.stream().filter((uri) -> !granted.contains(uri)).findFirst().orElseThrow();
		String description = member + " " + problemOf(settings, URI.create(refused)) + ": '" + refused + "'";
		throw member.equals("redirect_uris") ? RegistrationException.invalidRedirectUri(description)
				: RegistrationException.invalidMetadata(member, description);
	}

	private static @Nullable String problemOf(RedirectUriSettings settings, URI uri) {
		return switch (uri.getScheme()) {
			case "http" -> problemOfHttp(settings, uri.getHost());
			case "https" ->
				isAllowed(settings, uri.getHost()) ? null : "must redirect to a host that this server allows";
			default -> problemOfPrivateUse(settings, uri.getScheme());
		};
	}

	private static @Nullable String problemOfHttp(RedirectUriSettings settings, String host) {
		if (Loopback.isHost(host)) {
			return settings.allowLoopback() ? null : "must not redirect to a loopback interface";
		}
		if (settings.requireHttps()) {
			return "must use https, or http with the host localhost, 127.0.0.1 or [::1]";
		}
		return isAllowed(settings, host) ? null : "must redirect to a host that this server allows";
	}

	// RFC 8252 §7.1: a reverse domain name, so that no two apps meet by chance
	private static @Nullable String problemOfPrivateUse(RedirectUriSettings settings, String scheme) {
		if (settings.allowedSchemes().contains(scheme)) {
			return null;
		}
		if (!settings.allowPrivateUseSchemes()) {
			return "must not use a private-use scheme that this server doesn't allow by name";
		}
		return scheme.contains(".") ? null
				: "must use https, a loopback interface, or a private-use scheme that is a reversed domain name "
						+ "(com.example.app:/callback)";
	}

	private static boolean isAllowed(RedirectUriSettings settings, String host) {
		return settings.allowedHosts().isEmpty() || settings.allowedHosts()
			.stream()
			.anyMatch(
					(allowed) -> allowed.startsWith("*.") ? host.endsWith(allowed.substring(1)) : host.equals(allowed));
	}

}
