package io.github.opendcr.storage;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.quota.QuotaChange;
import io.github.opendcr.storage.ClientStorage.StoredClient;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Removes clients from both places, with all that was granted to them, and says what that
 * is. Safe for use by several threads and processes: of several that remove one client,
 * one does.
 *
 * @since 0.1.0
 */
public final class ClientRemoval {

	private static final Log logger = LogFactory.getLog(ClientRemoval.class);

	private final Supplier<ClientPlaces> places;

	private final Participants participants;

	ClientRemoval(Supplier<ClientPlaces> places, Participants participants) {
		this.places = places;
		this.participants = participants;
	}

	/**
	 * Return a sentence for each bean that would have to be there to delete clients.
	 * @return no sentence if clients can be deleted
	 */
	public List<String> missing() {
		return this.places.get().oneByOne().missing();
	}

	/**
	 * Remove the client and all that was granted to it, if nobody else changed it in the
	 * meantime. One that the application removed by itself is forgotten.
	 * @param client the client as it was found
	 * @return whether it was removed by this call
	 * @throws UnsupportedOperationException if clients can't be removed
	 */
	public boolean delete(StoredClient client) {
		return delete(client, this.places.get().deleteAtOnce(), () -> false, () -> {
		});
	}

	/**
	 * Remove the client as {@link #delete(StoredClient)} does.
	 * @param client the client as it was found
	 * @param also what is done in the same transaction once it is removed, or
	 * {@code null}
	 * @return whether it was removed by this call
	 * @throws UnsupportedOperationException if clients can't be removed
	 */
	public boolean delete(StoredClient client, @Nullable Runnable also) {
		return (also != null) ? delete(client, false, () -> false, also) : delete(client);
	}

	/**
	 * Remove the client as {@link #delete(StoredClient)} does, unless it is in use.
	 * @param client the client as it was found
	 * @param inUse asked in the transaction of the removal; what is granted after that is
	 * removed with the client
	 * @return whether it was removed by this call
	 * @throws UnsupportedOperationException if clients can't be removed
	 */
	public boolean deleteUnless(StoredClient client, BooleanSupplier inUse) {
		return delete(client, false, inUse, () -> {
		});
	}

	private boolean delete(StoredClient client, boolean atOnce, BooleanSupplier inUse, Runnable also) {
		ClientPlaces places = this.places.get();
		if (client.client() != null && !missing().isEmpty()) {
			throw new UnsupportedOperationException(String.join(" ", missing()));
		}
		List<RegistrationConstraint> concerned = this.participants.concernedBy(List.of(), client.registration());
		QuotaChange change = this.participants.change(client.registration(), null);
		boolean deleted = this.participants.write(atOnce && concerned.isEmpty(), change, (status) -> {
			concerned.forEach((constraint) -> constraint.onDelete(client.registration()));
			boolean removed = !inUse.getAsBoolean() && places.delete(client);
			if (removed) {
				also.run();
			}
			else {
				status.setRollbackOnly(); // with what the constraints wrote
			}
			return removed;
		});
		if (deleted) {
			revokeWhatCameBeforeTheCommit(client.client());
		}
		return deleted;
	}

	/**
	 * Whether something that was granted to a client still counts: a consent, or a code
	 * or a token that hasn't expired.
	 * @param client the client
	 * @param now what time it is
	 * @return {@code true} if that can't be told, too
	 */
	public boolean hasGrants(RegisteredClient client, Instant now) {
		return this.places.get().oneByOne().grants().anyCounts(client, now);
	}

	/**
	 * Count what was granted to a client.
	 * @param client the client
	 * @return the numbers of {@code authorizations} and {@code consents}, as far as that
	 * can be told
	 */
	public Map<String, Long> countGrants(RegisteredClient client) {
		return this.places.get().oneByOne().grants().count(client);
	}

	/**
	 * Find clients of which one half is there without the other.
	 * @param limit how many of either kind at most
	 * @return what was found
	 */
	public Orphans findOrphans(int limit) {
		return Orphans.of(this.places.get().oneByOne(), limit);
	}

	/**
	 * Remove once more: what the server granted while the change wasn't committed. The
	 * client is deleted or disabled, whether this succeeds or not.
	 */
	void revokeWhatCameBeforeTheCommit(@Nullable RegisteredClient client) {
		if (client == null) {
			return;
		}
		ClientPlaces places = this.places.get();
		try {
			this.participants.write(places.deleteAtOnce(), QuotaChange.NONE, (status) -> {
				places.revoke(client);
				return true;
			});
		}
		catch (RuntimeException ex) {
			logger.warn("What was granted to a client while it was being deleted or disabled may still be there: "
					+ client.getClientId(), ex);
		}
	}

}
