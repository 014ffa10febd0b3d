package io.github.opendcr.registration;

import java.time.Clock;
import java.util.Objects;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientEvent;
import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.RegistrationContext;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.registration.Credentials.Token;
import io.github.opendcr.storage.ClientStorage;
import io.github.opendcr.storage.ClientStorage.StoredClient;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Lets clients read, update and delete their registrations, with the token that they were
 * given for it. Safe for use by several threads; each method either does all that it says
 * or throws and has changed nothing.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7592.html#section-2">RFC 7592 §2</a>
 */
public final class ClientConfigurationService {

	private final StraightLine line;

	private final RegistrationAccess access;

	private final LostAnswers lostAnswers;

	private final UpdateRequestRules updateRequestRules;

	private final SecretRotation secretRotation;

	private final ClientStorage storage;

	private final RegistrationEvents events;

	ClientConfigurationService(StraightLine line, Credentials credentials, SecretRotation secretRotation,
			ClientStorage storage, RegistrationEvents events, Clock clock) {
		this.line = line;
		this.lostAnswers = credentials.lostAnswers();
		this.access = new RegistrationAccess(credentials, this.lostAnswers, storage, clock);
		this.updateRequestRules = new UpdateRequestRules(credentials.secrets());
		this.secretRotation = secretRotation;
		this.storage = storage;
		this.events = events;
	}

	/**
	 * Find the client that a registration access token belongs to (RFC 7592 §2). A client
	 * that does not exist or has expired, a token that is missing, wrong, expired or
	 * another client's are not told apart.
	 * @param clientId the {@code client_id} in the URL
	 * @param token the token, or {@code null} if none was presented
	 * @return the client, with both its halves
	 * @throws RegistrationException with {@link RegistrationError#INVALID_TOKEN}
	 */
	public StoredClient authenticate(String clientId, @Nullable String token) {
		return this.access.authenticate(clientId, token, false);
	}

	/**
	 * Find the client that a registration access token belongs to, for an update. A token
	 * that the last update replaced may repeat that update, and nothing else.
	 * @param clientId the {@code client_id} in the URL
	 * @param token the token, or {@code null} if none was presented
	 * @return the client, with both its halves
	 * @throws RegistrationException with {@link RegistrationError#INVALID_TOKEN}
	 */
	public StoredClient authenticateUpdate(String clientId, @Nullable String token) {
		return this.access.authenticate(clientId, token, true);
	}

	/**
	 * Refuse to say anything of a client that is no longer there.
	 * @param clientId the {@code client_id} in the URL
	 * @throws RegistrationException as if the token were not valid
	 */
	public void checkThere(String clientId) {
		this.access.checkThere(clientId);
	}

	/**
	 * Read a client (RFC 7592 §2.1). The client has its token: the former one is void.
	 * @param client the client as it was found
	 * @param token the token that was presented
	 * @return what it is told, without its secret
	 * @throws RegistrationException if another request used up the token in the meantime
	 */
	public ClientInformation read(StoredClient client, String token) {
		StoredClient read = this.access.whileGood(client, token, false, (found) -> endsGrace(found) ? found : null);
		return ClientInformation.of(read.registration(), client(read), null, token);
	}

	/**
	 * Note that a request failed for which a client was authenticated for an update. If
	 * it presented its current token, it has that: the former one is void.
	 * @param client the client as it was found
	 * @param token the token that was presented
	 */
	public void failed(StoredClient client, String token) {
		if (!this.lostAnswers.isFormer(token, client.registration())) {
			endsGrace(client); // if it changed in the meantime, another request has told
		}
	}

	private boolean endsGrace(StoredClient client) {
		return !this.lostAnswers.isAwaited(client.registration())
				|| this.storage.replace(client.registration().withFormerToken(null));
	}

	/**
	 * Update a client (RFC 7592 §2.2). The last update, with the token that it replaced,
	 * changes nothing more and is answered as it was.
	 * @param current the client as it was found
	 * @param token the token that was presented
	 * @param request all of its metadata as it shall be, with its {@code client_id}
	 * @param condition throws if the client isn't as the request takes it to be. It is
	 * asked right before each attempt, and not of an update that is repeated (RFC 9110
	 * §13.1.1)
	 * @param keeper has kept what the client is told
	 * @return what it is told, with the token and the secret that are valid from now on
	 * @throws RegistrationException if the request is refused, if the client is disabled,
	 * if another one used up the token in the meantime, or if others keep changing the
	 * client
	 */
	public ClientInformation update(StoredClient current, String token, ClientMetadata request,
			Consumer<StoredClient> condition, AnswerKeeper keeper) {
		return this.access.whileGood(current, token, true, (read) -> {
			ClientInformation lost = this.lostAnswers.again(read, token, request);
			if (lost != null) {
				return lost;
			}
			ClientRegistration before = read.registration();
			UpdateRequestRules.checkStatus(before);
			condition.accept(read);
			this.updateRequestRules.check(request, before, client(read)); // RFC 7592 §2.2
			return this.line.follow(request, RegistrationContext.of(before), client(read),
					new Token(token, before.registrationAccessToken()), keeper);
		});
	}

	/**
	 * Give a client a new secret. The token stays valid.
	 * @param current the client as it was found
	 * @param token the token that was presented
	 * @param condition throws if the client isn't as the request takes it to be
	 * @return what it is told, with the new secret for this once
	 * @throws RegistrationException if the client has no secret or is disabled, if
	 * another request used up the token in the meantime, or if others keep changing the
	 * client
	 */
	public ClientInformation rotateSecret(StoredClient current, String token, Consumer<StoredClient> condition) {
		return this.access.whileGood(current, token, false,
				(read) -> this.secretRotation.rotate(read, token, condition));
	}

	/**
	 * Whether clients can be deleted: not if the application's repository or services
	 * have no way to (RFC 7592 §2.3).
	 * @return whether {@link #delete} works
	 */
	public boolean isDeleteSupported() {
		return this.storage.removal().missing().isEmpty();
	}

	/**
	 * Delete a client with all that was granted to it (RFC 7592 §2.3).
	 * @param current the client as it was found
	 * @param token the token that was presented
	 * @param condition throws if the client isn't as the request takes it to be
	 * @throws RegistrationException if another request used up the token in the meantime,
	 * or if others keep changing the client
	 */
	public void delete(StoredClient current, String token, Consumer<StoredClient> condition) {
		StoredClient deleted = this.access.whileGood(current, token, false, (read) -> {
			condition.accept(read);
			return this.storage.removal().delete(read) ? read : null;
		});
		this.events.publish(new ClientEvent.Deleted(deleted.registration()));
	}

	// Who is authenticated has both halves
	private static RegisteredClient client(StoredClient found) {
		return Objects.requireNonNull(found.client());
	}

}
