package io.github.opendcr.token;

import java.time.Clock;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.RegistrationException;

/**
 * Spends one use of the initial access token that let a client in, in the transaction in
 * which the client is registered: of several registrations with one use left, one
 * succeeds.
 *
 * @param store where tokens are kept
 * @param clock what time it is
 */
record InitialAccessTokenSpending(InitialAccessTokenStore store, Clock clock) implements RegistrationConstraint {

	@Override
	public boolean concerns(ClientRegistration registration) {
		return registration.registrant().initialAccessTokenId() != null;
	}

	@Override
	public void onRegister(ClientRegistration registration) {
		String id = registration.registrant().initialAccessTokenId();
		if (id != null && !this.store.spend(id, this.clock.instant())) {
			throw RegistrationException.invalidToken(null);
		}
	}

}
