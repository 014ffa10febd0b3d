package io.github.opendcr.admission;

import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.RegistrationPermission;
import io.github.opendcr.RegistrationRequest;

/**
 * Lets in a user of the application's session, or the holder of an access token of this
 * server ({@code dcr.permission=authenticated}).
 */
final class AuthenticatedPermission implements RegistrationPermission {

	@Override
	public boolean hasPermission(RegistrationRequest request) {
		if (request.getAuthentication() == null) {
			throw new RegistrationException(RegistrationError.UNAUTHORIZED,
					"Registration needs an authenticated caller: send an access token as Authorization: Bearer");
		}
		return true;
	}

}
