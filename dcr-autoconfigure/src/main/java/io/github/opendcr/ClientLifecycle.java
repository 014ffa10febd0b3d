package io.github.opendcr;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What an operator does with the clients that registered themselves: look at them,
 * approve or reject, disable and delete them. Nothing that a client sends has this power.
 * Safe for use by several threads and processes.
 * <p>
 * Every change is a transaction of its own. Within one of the caller's it takes part in
 * that; what the server grants to a client until that commits may then outlive it. What
 * fails has changed nothing.
 *
 * @since 0.1.0
 */
public interface ClientLifecycle {

	/**
	 * Find a client, whatever its status.
	 * @param clientId the {@code client_id}
	 * @return its registration, or {@code null} if no such client registered itself
	 */
	@Nullable ClientRegistration find(String clientId);

	/**
	 * Return one page of clients in the order of their {@code client_id}.
	 * @param status the status that they have, or {@code null} for any
	 * @param after the last {@code client_id} of the page before, or {@code null} for the
	 * first page
	 * @param limit how many at most, positive
	 * @return the clients, fewer than {@code limit} on the last page
	 * @throws IllegalArgumentException if {@code after} can be no {@code client_id}, or
	 * {@code limit} isn't positive
	 */
	List<ClientRegistration> list(@Nullable ClientStatus status, @Nullable String after, int limit);

	/**
	 * Let a client be used, for nobody in particular.
	 * @param clientId the {@code client_id}
	 * @return whether there is such a client
	 * @see #activate(String, String)
	 */
	default boolean activate(String clientId) {
		return activate(clientId, null);
	}

	/**
	 * Let a client be used: approve one that is pending, or switch on one that is
	 * disabled. Nothing happens to one that is active.
	 * @param clientId the {@code client_id}
	 * @param reason why, which is kept with whoever is authenticated on the thread, or
	 * {@code null} if nobody says
	 * @return whether there is such a client
	 * @throws IllegalArgumentException if the reason can't be kept; the message says why
	 */
	boolean activate(String clientId, @Nullable String reason);

	/**
	 * Switch a client off, for nobody in particular.
	 * @param clientId the {@code client_id}
	 * @return whether there is such a client
	 * @see #disable(String, String)
	 */
	default boolean disable(String clientId) {
		return disable(clientId, null);
	}

	/**
	 * Switch a client off. From then on it works nowhere, and all that was granted to it
	 * is gone. Nothing happens to one that is disabled.
	 * @param clientId the {@code client_id}
	 * @param reason as with {@link #activate(String, String)}
	 * @return whether there is such a client
	 * @throws IllegalArgumentException if the reason can't be kept; the message says why
	 */
	boolean disable(String clientId, @Nullable String reason);

	/**
	 * Give a client another registration access token. The one that it has is void.
	 * @param clientId the {@code client_id}
	 * @param reason as with {@link #activate(String, String)}
	 * @return the token, which nobody is told again, or {@code null} if there is no such
	 * client
	 * @throws IllegalArgumentException if the reason can't be kept; the message says why
	 * @throws UnsupportedOperationException if clients can't manage their registrations
	 */
	@Nullable String reissueToken(String clientId, @Nullable String reason);

	/**
	 * Make a client's registration access token void. What was granted to the client
	 * stays.
	 * @param clientId the {@code client_id}
	 * @param reason as with {@link #activate(String, String)}
	 * @return whether there is such a client
	 * @throws IllegalArgumentException if the reason can't be kept; the message says why
	 */
	boolean revokeToken(String clientId, @Nullable String reason);

	/**
	 * Delete a client, for nobody in particular.
	 * @param clientId the {@code client_id}
	 * @return whether there was such a client
	 * @throws UnsupportedOperationException as with {@link #delete(String, String)}
	 */
	default boolean delete(String clientId) {
		return delete(clientId, null);
	}

	/**
	 * Give a client that exists a registration and a registration access token: one that
	 * was made by hand, or by Spring's own endpoint. It keeps its {@code client_id}, its
	 * secret, what was granted to it and all that it may do; its metadata are derived
	 * from that. What its policy requires of every client (PKCE, consent) is required of
	 * it from then on, and its updates are judged by that policy.
	 * @param clientId the {@code client_id}
	 * @param registrant who answers for it, and under which policy; for the quotas, too
	 * @param reason as with {@link #activate(String, String)}
	 * @return the registration and the token, which nobody is told again, or {@code null}
	 * if there is no such client
	 * @throws IllegalArgumentException if the reason can't be kept; the message says why
	 * @throws IllegalStateException if it has a registration already
	 * @throws RegistrationException if no client could register what it is, if a quota is
	 * full or there is no such policy; the description says what to change
	 */
	@Nullable Adopted adopt(String clientId, Registrant registrant, @Nullable String reason);

	/**
	 * Adopt a client, for nobody in particular.
	 * @param clientId the {@code client_id}
	 * @param registrant who answers for it, and under which policy
	 * @return the registration and the token, or {@code null} if there is no such client
	 * @see #adopt(String, Registrant, String)
	 */
	default @Nullable Adopted adopt(String clientId, Registrant registrant) {
		return adopt(clientId, registrant, null);
	}

	/**
	 * Delete a client with all that was granted to it, as it could do itself; to reject
	 * one that is pending is the same. What operators did with it is kept.
	 * @param clientId the {@code client_id}
	 * @param reason as with {@link #activate(String, String)}
	 * @return whether there was such a client
	 * @throws UnsupportedOperationException if the application's repository or services
	 * have no way to remove it; the message says what is missing
	 */
	boolean delete(String clientId, @Nullable String reason);

	/**
	 * Erase a client, for nobody in particular.
	 * @param clientId the {@code client_id}
	 * @return whether anything was kept
	 * @throws UnsupportedOperationException as with {@link #delete(String, String)}
	 * @see #erase(String, String)
	 */
	default boolean erase(String clientId) {
		return erase(clientId, null);
	}

	/**
	 * Delete a client as {@link #delete(String, String)} does, if there is one, and with
	 * it all that is kept of it, also of one that is gone already: when it was used, and
	 * what operators did with it.
	 * @param clientId the {@code client_id}
	 * @param reason why, which is told with whoever is authenticated on the thread and
	 * not kept, or {@code null} if nobody says
	 * @return whether anything was kept
	 * @throws IllegalArgumentException as with {@link #activate(String, String)}
	 * @throws UnsupportedOperationException as with {@link #delete(String, String)}
	 */
	boolean erase(String clientId, @Nullable String reason);

	/**
	 * Whether nobody has used a client for some time. One that is pending or disabled
	 * can't be used and isn't called unused.
	 * @param clientId the {@code client_id}
	 * @param since the time from which on nobody has: it was neither registered nor
	 * changed nor used later than that, and nothing that was granted to it still counts,
	 * neither a consent nor a code or token that hasn't expired
	 * @return whether there is such a client and it is unused
	 * @throws UnsupportedOperationException if nothing notes when clients are used
	 */
	boolean isUnused(String clientId, Instant since);

	/**
	 * Delete a client as {@link #delete(String)} does, if it {@linkplain #isUnused is
	 * unused}. If it is used at that moment, it either stays or what is granted to it is
	 * void.
	 * @param clientId the {@code client_id}
	 * @param since the time from which on nobody has used it
	 * @return whether it was deleted by this call
	 * @throws UnsupportedOperationException if the client can't be removed, or nothing
	 * notes when clients are used
	 */
	boolean deleteUnused(String clientId, Instant since);

	/**
	 * A client that existed and was given a registration.
	 *
	 * @param registration the registration
	 * @param registrationAccessToken the token with which the client manages itself,
	 * shown this once, or {@code null} if management is off
	 * @since 0.1.0
	 */
	record Adopted(ClientRegistration registration, @Nullable String registrationAccessToken) {

		/**
		 * Return a description without the token.
		 * @return the client id
		 */
		@Override
		public String toString() {
			return "Adopted[clientId=" + this.registration.clientId() + "]";
		}

	}

}
