package io.github.opendcr.registration;

import java.time.Clock;
import java.time.Instant;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.keys.Sha256;
import io.github.opendcr.server.discovery.IssuerContexts;
import io.github.opendcr.storage.ClientStorage;
import io.github.opendcr.storage.ClientStorage.StoredClient;

/**
 * Who may do something with a registration: whoever has its token (RFC 7592 §2). A client
 * that does not exist or has expired, a token that is missing, wrong, expired or another
 * client's are not told apart.
 *
 * @param credentials what tokens are compared with
 * @param lostAnswers what still knows the token before the current one
 * @param storage where clients live
 * @param clock what time it is
 */
record RegistrationAccess(Credentials credentials, LostAnswers lostAnswers, ClientStorage storage, Clock clock) {

	/**
	 * Of a change that others keep coming before.
	 */
	private static final int ATTEMPTS = 10;

	/**
	 * Find the client that a token belongs to.
	 * @param formerToo whether the token that the last update replaced will do
	 * @return the client, with both its halves
	 * @throws RegistrationException with {@link RegistrationError#INVALID_TOKEN}
	 */
	StoredClient authenticate(String clientId, @Nullable String token, boolean formerToo) {
		// By its token, too: with a wrong one, as much is done for a client as for none
		StoredClient found = (token != null) ? this.storage.findByToken(clientId, Sha256.of(token)) : null;
		// RFC 7592 §2.1: a token is of no use while its client isn't there. It isn't
		// revoked, for a repository that doesn't find the client may lag behind
		if (token == null || found == null || found.client() == null
				|| !mayManage(token, found.registration(), formerToo)) {
			throw invalidToken();
		}
		return found;
	}

	private boolean mayManage(String token, ClientRegistration registration, boolean formerToo) {
		Instant now = this.clock.instant();
		return (Credentials.isCurrent(token, registration)
				|| (formerToo && this.lostAnswers.isFormer(token, registration)))
				&& this.credentials.isUsable(registration, now) && isHere(registration, now);
	}

	private static boolean isHere(ClientRegistration registration, Instant now) {
		return !registration.isExpired(now)
				&& (registration.issuer() == null || registration.issuer().equals(IssuerContexts.current()));
	}

	/**
	 * Refuse to say anything of a client that isn't there.
	 * @throws RegistrationException as if the token were not valid
	 */
	void checkThere(String clientId) {
		StoredClient found = this.storage.find(clientId);
		if (found == null || found.client() == null || !isHere(found.registration(), this.clock.instant())) {
			throw invalidToken();
		}
	}

	private static RegistrationException invalidToken() {
		return new RegistrationException(RegistrationError.INVALID_TOKEN,
				"The registration access token is missing, expired or not valid for this client");
	}

	/**
	 * Change a client, again if an operator or another request was faster: that says
	 * nothing of the token, unless it is no longer good now.
	 * @param found the client as it was found
	 * @param change returns {@code null} if others changed the client meanwhile
	 */
	<T> T whileGood(StoredClient found, String token, boolean formerToo, Function<StoredClient, @Nullable T> change) {
		StoredClient current = found;
		for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
			T changed = change.apply(current);
			if (changed != null) {
				return changed;
			}
			current = authenticate(found.registration().clientId(), token, formerToo);
		}
		throw new RegistrationException(RegistrationError.TEMPORARILY_UNAVAILABLE,
				"Other requests keep changing this client; send the request again");
	}

}
