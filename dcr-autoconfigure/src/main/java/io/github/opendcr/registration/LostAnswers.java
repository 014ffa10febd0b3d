package io.github.opendcr.registration;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistration.FormerToken;
import io.github.opendcr.ClientRegistration.TokenRecord;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.keys.Sha256;
import io.github.opendcr.metadata.MetadataDigest;
import io.github.opendcr.registration.Credentials.Token;
import io.github.opendcr.secrets.AnswerSeal;
import io.github.opendcr.storage.ClientStorage.StoredClient;

/**
 * Keeps a client from being locked out by an answer that got lost: whoever repeats an
 * update, with the token that it was made with and the same body, is answered with the
 * credentials that the first answer had. The body is the proof, for they are kept
 * encrypted under a key that it makes with the token. Safe for use by several threads.
 *
 * @param grace how long an update can be repeated; zero turns this off
 * @param clock what time it is
 */
record LostAnswers(Duration grace, Clock clock) {

	private static final String PURPOSE = "registration access token";

	/**
	 * Remember the answer to an update, if it has credentials that the client doesn't
	 * know yet.
	 * @param updated the registration as it will be
	 * @param presented the token that the update was made with
	 * @param issued the token that the answer has
	 * @param secret the secret that the answer has, or {@code null}
	 * @return the registration, which remembers
	 */
	ClientRegistration remember(ClientRegistration updated, ClientMetadata request, Token presented, Token issued,
			@Nullable String secret) {
		TokenRecord former = presented.stored();
		boolean rotated = issued != presented;
		if (this.grace.isZero() || presented.value() == null || former == null || issued.value() == null
				|| !(rotated || secret != null)) {
			return updated.withFormerToken(null);
		}
		Instant until = this.clock.instant().plus(this.grace);
		if (former.expiresAt() != null && former.expiresAt().isBefore(until)) {
			until = former.expiresAt();
		}
		String credentials = (secret != null) ? issued.value() + '\n' + secret : issued.value();
		return updated.withFormerToken(
				new FormerToken(former.hash(), until, seal(updated, presented.value(), request).close(credentials)));
	}

	/**
	 * Whether the token is the one before the current one, and may repeat its update.
	 */
	boolean isFormer(String token, ClientRegistration registration) {
		FormerToken former = former(registration);
		return former != null && Sha256.isOf(former.hash(), token);
	}

	/**
	 * Whether there still is an answer to give, which the first use of the current token
	 * shows to have arrived.
	 */
	boolean isAwaited(ClientRegistration registration) {
		FormerToken former = former(registration);
		return former != null && !former.hash().equals(registration.tokenHash());
	}

	private @Nullable FormerToken former(ClientRegistration registration) {
		TokenRecord token = registration.registrationAccessToken();
		FormerToken former = (token != null) ? token.former() : null;
		return (former != null && !this.grace.isZero() && this.clock.instant().isBefore(former.until())) ? former
				: null;
	}

	/**
	 * Answer an update again.
	 * @return the answer, or {@code null} if it is another update than the last one, by
	 * the current token
	 * @throws RegistrationException if it is another one, by a token that isn't current:
	 * that was so when it was presented, but a body may take its time, and longer than
	 * the update can be repeated
	 */
	@Nullable ClientInformation again(StoredClient client, String token, ClientMetadata request) {
		ClientInformation answer = answer(client, token, request);
		if (answer == null && !Credentials.isCurrent(token, client.registration())) {
			throw new RegistrationException(RegistrationError.INVALID_TOKEN,
					"The registration access token was replaced by an update: repeat that one unchanged, or use "
							+ "its token");
		}
		return answer;
	}

	private @Nullable ClientInformation answer(StoredClient client, String token, ClientMetadata request) {
		ClientRegistration registration = client.registration();
		FormerToken former = former(registration);
		if (former == null || client.client() == null || !Sha256.isOf(former.hash(), token)) {
			return null;
		}
		String credentials = seal(registration, token, request).open(former.answer());
		if (credentials == null) {
			return null;
		}
		String[] parts = credentials.split("\n", 2);
		return ClientInformation.of(registration, client.client(), (parts.length > 1) ? parts[1] : null, parts[0]);
	}

	private static AnswerSeal seal(ClientRegistration registration, String token, ClientMetadata request) {
		return AnswerSeal.of(PURPOSE, registration.clientId(), token, MetadataDigest.of(request));
	}

}
