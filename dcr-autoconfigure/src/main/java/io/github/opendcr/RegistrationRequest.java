package io.github.opendcr;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;

/**
 * A request to register a client, as a {@link RegistrationPermission} sees it: its head,
 * not its body. It is for the thread of the request alone, and of no use afterwards.
 *
 * @since 0.1.0
 */
public interface RegistrationRequest {

	/**
	 * Return who asks: the user of the application's session, or the holder of a bearer
	 * access token of this server with the authorities {@code SCOPE_…}. It is looked up
	 * at the first call. A bearer token that was looked up in vain refuses the request
	 * with 401, even if every permission agrees, unless one called {@link #admitAs}.
	 * @return the authentication, or {@code null} if nobody is authenticated
	 */
	@Nullable Authentication getAuthentication();

	/**
	 * Return the bearer token in the {@code Authorization} header, whatever it is.
	 * @return the token, or {@code null} if there is none
	 * @throws RegistrationException if it is malformed, or there are several
	 * {@code Authorization} headers
	 */
	@Nullable String getBearerToken();

	/**
	 * Return the HTTP request. Its body must not be read.
	 * @return the request
	 */
	HttpServletRequest getHttpRequest();

	/**
	 * Return as whom the caller is let in: unless a permission said otherwise, by the
	 * name of the authentication if a permission asked for it, on default terms.
	 * @return who the client will be registered by
	 */
	Registrant getRegistrant();

	/**
	 * Say as whom the caller is let in, if all permissions agree that it is. A permission
	 * that knows a bearer token by itself says so by this.
	 * @param registrant who the client will be registered by, in place of
	 * {@link #getRegistrant()}
	 */
	void admitAs(Registrant registrant);

}
