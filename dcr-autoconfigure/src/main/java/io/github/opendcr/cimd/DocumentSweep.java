package io.github.opendcr.cimd;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientMetadataDocument;
import io.github.opendcr.ClientMetadataDocumentStore;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.lifecycle.RecurringTask;
import io.github.opendcr.storage.ClientStorage;
import io.github.opendcr.storage.ClientStorage.StoredClient;

import org.springframework.core.log.LogMessage;

/**
 * Looks from time to time at the documents of clients that have been granted something,
 * and of those that the operator listed, so that what a document no longer says ends
 * without anyone's login; and deletes clients that nobody has used for long. Several
 * nodes may do so at once: a document that one of them has looked at is fresh. It runs on
 * a thread of its own, while the application does, and fetches one document at a time.
 *
 * @since 0.1.0
 */
public final class DocumentSweep extends RecurringTask {

	private static final Log logger = LogFactory.getLog(DocumentSweep.class);

	private static final int PAGE = 100;

	private final Duration retention;

	private final Set<String> listed;

	private final DocumentClients clients;

	private final ClientMetadataDocumentStore documents;

	private final ClientStorage storage;

	private final ClientLifecycle lifecycle;

	private final ObservationRegistry observations;

	private final Clock clock;

	/**
	 * Create a sweep.
	 * @param interval the time between two runs
	 * @param retention how long clients stay that nobody uses
	 * @param listed the URLs whose clients are always looked at, and stay
	 * @param clients what refreshes clients
	 * @param documents what is known of documents
	 * @param storage where clients live
	 * @param lifecycle what deletes clients
	 * @param observations is told of each document: {@code dcr.cimd.sweep} with its
	 * outcome
	 * @param clock what time it is
	 */
	public DocumentSweep(Duration interval, Duration retention, Set<String> listed, DocumentClients clients,
			ClientMetadataDocumentStore documents, ClientStorage storage, ClientLifecycle lifecycle,
			ObservationRegistry observations, Clock clock) {
		super("dcr-cimd-sweep", interval, "The documents of clients could not be looked at");
		this.retention = retention;
		this.listed = Set.copyOf(listed);
		this.clients = clients;
		this.documents = documents;
		this.storage = storage;
		this.lifecycle = lifecycle;
		this.observations = observations;
		this.clock = clock;
	}

	/**
	 * Look at all documents that are no longer fresh, now.
	 */
	public void sweep() {
		work(() -> false);
	}

	@Override
	protected void work(BooleanSupplier stopping) {
		ClientMetadataDocument last = null;
		List<ClientMetadataDocument> page;
		do {
			page = this.documents.findStale(this.clock.instant(), last, PAGE);
			for (ClientMetadataDocument document : page) {
				if (stopping.getAsBoolean()) {
					return;
				}
				tryTo(document.url(), () -> lookAt(document, this.storage.find(document.url())));
				last = document;
			}
		}
		while (page.size() == PAGE);
		makeThoseThatAreMissing(stopping);
	}

	// Their hosts didn't answer at the start, and they may come where nobody makes them
	private void makeThoseThatAreMissing(BooleanSupplier stopping) {
		for (String url : this.listed) {
			if (!stopping.getAsBoolean() && this.documents.find(url) == null) {
				tryTo(url, () -> refreshed(url));
			}
		}
	}

	private void tryTo(String url, Supplier<Outcome> action) {
		Observation observation = Observation.start("dcr.cimd.sweep", this.observations);
		Outcome outcome = Outcome.FAILED;
		try {
			outcome = action.get();
		}
		catch (DocumentRefusedException ex) {
			outcome = Outcome.REFUSED;
			logger.info(LogMessage.format("The client of %s may start nothing now. %s", url, ex.getMessage()));
		}
		catch (UnsupportedOperationException ex) {
			// Nothing removes clients, or notes their use
			outcome = Outcome.LEFT_ALONE;
			logger.debug(LogMessage.format("The client of %s stays", url), ex);
		}
		catch (RuntimeException ex) { // none keeps the others waiting
			observation.error(ex);
			logger.warn(LogMessage.format("The document of %s could not be looked at; trying again later", url), ex);
		}
		finally {
			observation.lowCardinalityKeyValue("outcome", outcome.name()).stop();
		}
	}

	// Of a client that is disabled the row is the operator's word
	private Outcome lookAt(ClientMetadataDocument document, @Nullable StoredClient client) {
		if (client == null || client.client() == null || client.registration().status() == ClientStatus.DISABLED) {
			return Outcome.LEFT_ALONE;
		}
		Instant now = this.clock.instant();
		if (this.listed.contains(document.url()) || this.storage.removal().hasGrants(client.client(), now)) {
			return refreshed(document.url());
		}
		// Somebody may have used it since its page was read, minutes ago perhaps
		ClientMetadataDocument last = this.documents.find(document.url());
		if (last == null || last.checkedAt().isAfter(now.minus(this.retention))) {
			return Outcome.LEFT_ALONE;
		}
		this.lifecycle.delete(document.url());
		return Outcome.DELETED;
	}

	private Outcome refreshed(String url) {
		this.clients.refresh(url);
		return Outcome.LOOKED_AT;
	}

	private enum Outcome {

		LOOKED_AT, LEFT_ALONE, DELETED, REFUSED, FAILED

	}

}
