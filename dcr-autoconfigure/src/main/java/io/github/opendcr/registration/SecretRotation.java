package io.github.opendcr.registration;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientEvent;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.registration.ClientSecrets.Rotated;
import io.github.opendcr.server.client.FormerSecrets;
import io.github.opendcr.storage.ClientStorage;
import io.github.opendcr.storage.ClientStorage.StoredClient;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Gives a client a new secret. The registration access token stays: a client that didn't
 * get the answer asks again.
 *
 * @param credentials makes secrets
 * @param policies tell how long they live
 * @param storage where clients live
 * @param events where events go
 * @param clock what time it is
 */
record SecretRotation(Credentials credentials, RegistrationPolicies policies, ClientStorage storage,
		RegistrationEvents events, Clock clock) {

	private static final Log logger = LogFactory.getLog(SecretRotation.class);

	/**
	 * Give a client a new secret.
	 * @param current the client as it was found
	 * @param token the token that was presented
	 * @param condition throws if the client isn't as the request takes it to be
	 * @return what the client is told, or {@code null} if others changed it meanwhile
	 * @throws io.github.opendcr.RegistrationException if the client is disabled or has no
	 * secret
	 */
	@Nullable ClientInformation rotate(StoredClient current, String token, Consumer<StoredClient> condition) {
		ClientRegistration before = current.registration();
		UpdateRequestRules.checkStatus(before);
		condition.accept(current);
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
		Rotated rotated = this.credentials.secrets()
			.rotate(Objects.requireNonNull(current.client()), before.metadata(),
					this.policies.of(before.registrant()).terms(), now);
		// whoever presents the token has it: an update needn't be repeated with the
		// former
		ClientRegistration after = before.updated(before.metadata(), before.registrationAccessToken(), now)
			.withFormerToken(null);
		if (!this.storage.update(rotated.client(), before, after, false, List.of())) {
			return null;
		}
		checkOverlap(rotated.client(), now);
		this.events.publish(new ClientEvent.SecretRotated(before, after));
		return ClientInformation.of(after, rotated.client(), rotated.secret(), token);
	}

	// Nothing but the settings has the former secrets (unlike what is granted, which the
	// registration has, too)
	private void checkOverlap(RegisteredClient rotated, Instant now) {
		StoredClient stored = FormerSecrets.of(rotated, now).isEmpty() ? null
				: this.storage.find(rotated.getClientId());
		if (stored != null && stored.client() != null && FormerSecrets.of(stored.client(), now).isEmpty()) {
			logger.warn("The repository of clients keeps no client settings: the former secret of a client that was "
					+ "rotated has ended, in spite of dcr.client-secret.rotation-overlap. The client is "
					+ rotated.getClientId());
		}
	}

}
