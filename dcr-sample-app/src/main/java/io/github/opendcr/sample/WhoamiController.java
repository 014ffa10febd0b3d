package io.github.opendcr.sample;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A small protected API: says what the access token says.
 */
@RestController
class WhoamiController {

	@GetMapping("/api/whoami")
	Whoami whoami(@AuthenticationPrincipal Jwt token) {
		return new Whoami(token.getSubject(), token.getAudience(), token.getClaimAsStringList("scope"));
	}

	/**
	 * What an access token says.
	 *
	 * @param subject the user
	 * @param audience what the token is for, which is this API
	 * @param scopes what the user allowed the client
	 */
	record Whoami(@Nullable String subject, @Nullable List<String> audience, @Nullable List<String> scopes) {
	}

}
