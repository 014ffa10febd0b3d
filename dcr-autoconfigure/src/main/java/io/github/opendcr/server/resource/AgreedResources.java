package io.github.opendcr.server.resource;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.keys.Sha256;

import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;

/**
 * For which resources a user's consent is: all of its scopes at each of them. They are
 * authorities of the consent beside those of its scopes, so that they are wherever the
 * application keeps it. A consent that has none is for no resource in particular, which
 * is one more of them.
 */
final class AgreedResources {

	private static final String PREFIX = "RESOURCE_";

	private static final String NONE = PREFIX + "NONE";

	// Spring's column has 1000 characters for all authorities, of which others need some
	private static final int MAX_LENGTH = 900;

	private AgreedResources() {
	}

	/**
	 * Whether a user has agreed to what a request is for, whatever its scopes.
	 * @param consent the user's consent to the client
	 * @param resources the resources that the request names
	 * @return {@code true} if there is no need to ask because of a resource
	 */
	static boolean cover(OAuth2AuthorizationConsent consent, Collection<String> resources) {
		return of(consent).containsAll(marks(resources));
	}

	/**
	 * Return a consent without the resources.
	 * @return the consent, or {@code null} if that leaves nothing
	 */
	static @Nullable OAuth2AuthorizationConsent without(OAuth2AuthorizationConsent consent) {
		if (consent.getAuthorities().stream().allMatch(AgreedResources::isOne)) {
			return null;
		}
		return OAuth2AuthorizationConsent.from(consent)
			.authorities((authorities) -> authorities.removeIf(AgreedResources::isOne))
			.build();
	}

	/**
	 * Return a consent with the resources for which it was given. Those of the consent
	 * before stay if it had the same scopes, as many as there is room for; else a user
	 * would have agreed to a scope at a resource where nobody asked for it.
	 */
	static OAuth2AuthorizationConsent with(OAuth2AuthorizationConsent consent, Collection<String> resources,
			@Nullable OAuth2AuthorizationConsent before) {
		Set<String> marks = new LinkedHashSet<>(marks(resources));
		if (before != null && before.getScopes().equals(consent.getScopes())) {
			marks.addAll(of(before));
		}
		if (marks.equals(Set.of(NONE))) {
			return consent;
		}
		int length = consent.getAuthorities()
			.stream()
			.mapToInt((authority) -> String.valueOf(authority.getAuthority()).length() + 1)
			.sum();
		OAuth2AuthorizationConsent.Builder builder = OAuth2AuthorizationConsent.from(consent);
		for (String mark : marks) {
			length += mark.length() + 1;
			if (length <= MAX_LENGTH) {
				builder.authority(new SimpleGrantedAuthority(mark));
			}
		}
		return builder.build();
	}

	private static Set<String> of(OAuth2AuthorizationConsent consent) {
		Set<String> marks = consent.getAuthorities()
			.stream()
			.filter(AgreedResources::isOne)
			.map((authority) -> String.valueOf(authority.getAuthority()))
			.collect(Collectors.toSet());
		return marks.isEmpty() ? Set.of(NONE) : marks;
	}

	private static boolean isOne(GrantedAuthority authority) {
		return String.valueOf(authority.getAuthority()).startsWith(PREFIX);
	}

	// A URI may be long, and may have a comma, by which Spring's column is split
	private static Set<String> marks(Collection<String> resources) {
		return resources.isEmpty() ? Set.of(NONE)
				: resources.stream()
					.map((resource) -> PREFIX + Sha256.of(resource))
					.collect(Collectors.toCollection(LinkedHashSet::new));
	}

}
