package io.github.opendcr.server.token;

import java.time.Instant;
import java.util.Comparator;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.FactorGrantedAuthority;

/**
 * When a user logged in, as Spring tells it in {@code auth_time}.
 *
 * @since 0.1.0
 */
public final class LoginTime {

	private LoginTime() {
	}

	/**
	 * Return the time of the user's last login.
	 * @param user the user
	 * @return the time, or {@code null} if the way by which he logged in doesn't tell
	 */
	public static @Nullable Instant of(Authentication user) {
		return user.getAuthorities()
			.stream()
			.filter(FactorGrantedAuthority.class::isInstance)
			.map((authority) -> ((FactorGrantedAuthority) authority).getIssuedAt())
			.max(Comparator.naturalOrder())
			.orElse(null);
	}

}
