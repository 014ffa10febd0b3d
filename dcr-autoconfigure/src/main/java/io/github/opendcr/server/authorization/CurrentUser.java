package io.github.opendcr.server.authorization;

import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Who is known to send a request, at this place of the chain.
 */
final class CurrentUser {

	private static final Authentication NOBODY = new AnonymousAuthenticationToken("nobody", "nobody",
			AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"));

	private CurrentUser() {
	}

	static Authentication get() {
		Authentication current = SecurityContextHolder.getContext().getAuthentication();
		return (current != null) ? current : NOBODY;
	}

	static boolean isSomebody(Authentication user) {
		return user.isAuthenticated() && !(user instanceof AnonymousAuthenticationToken);
	}

}
