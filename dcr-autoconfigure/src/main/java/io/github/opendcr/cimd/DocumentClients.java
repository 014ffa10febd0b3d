package io.github.opendcr.cimd;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadataDocument;
import io.github.opendcr.ClientMetadataDocumentStore;
import io.github.opendcr.Registrant;
import io.github.opendcr.cimd.DocumentAdmission.Decision;
import io.github.opendcr.cimd.DocumentAdmission.Outcome;
import io.github.opendcr.cimd.DocumentRefusedException.Reason;
import io.github.opendcr.server.client.ClientUnavailableException;
import io.github.opendcr.server.client.DocumentResolution;
import io.github.opendcr.server.client.DynamicClients;
import io.github.opendcr.server.client.LookUps;

import org.springframework.context.SmartLifecycle;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * The clients whose {@code client_id} is the URL of a document: from the URL to a stored
 * client. Whoever is refused gets one answer, whatever the reason is; operators find it
 * in the log, and counted in {@code dcr.cimd.admission}. Safe for use by several threads
 * and processes.
 *
 * @since 0.1.0
 */
public final class DocumentClients implements DocumentResolution {

	private final DocumentAdmission admission;

	private final ClientMetadataDocumentStore documents;

	private final Supplier<RegisteredClientRepository> clients;

	private final DocumentRegistration registration;

	private final LastGoodCopy lastGoodCopy;

	private final @Nullable String usualPolicy;

	private final IntSupplier maxLength;

	private final DocumentDecisions decisions;

	private final Clock clock;

	private final SingleFlight<String, Registrant> underWay = new SingleFlight<>();

	private final FetchBudget refreshes;

	/**
	 * Create the clients.
	 * @param admission which URLs may be clients
	 * @param documents what is known of documents
	 * @param clients the clients of the server, asked for when they are needed
	 * @param registration fetches documents and leads them into the line
	 * @param lastGoodCopy what becomes of clients whose documents can't be had
	 * @param usualPolicy the policy of those whom their admission gives none, or
	 * {@code null} for everyone's
	 * @param maxLength the longest {@code client_id} that can be stored
	 * @param observations is told of each decision
	 * @param clock what time it is
	 */
	public DocumentClients(DocumentAdmission admission, ClientMetadataDocumentStore documents,
			Supplier<RegisteredClientRepository> clients, DocumentRegistration registration, LastGoodCopy lastGoodCopy,
			@Nullable String usualPolicy, IntSupplier maxLength, ObservationRegistry observations, Clock clock) {
		this.admission = admission;
		this.documents = documents;
		this.clients = clients;
		this.registration = registration;
		this.lastGoodCopy = lastGoodCopy;
		this.usualPolicy = usualPolicy;
		this.maxLength = maxLength;
		this.decisions = new DocumentDecisions(observations, clock);
		this.clock = clock;
		this.refreshes = new FetchBudget(1, clock);
	}

	@Override
	public Standing standing(String clientId) {
		if (!ClientIdentifierUrl.isMeant(clientId)) {
			return Standing.OTHER;
		}
		try {
			return standingOfUrl(clientId);
		}
		catch (DocumentRefusedException ex) {
			throw this.decisions.refused(clientId, ex);
		}
	}

	private Standing standingOfUrl(String clientId) {
		ClientMetadataDocument known = LookUps.canFind(clientId) ? this.documents.find(clientId) : null;
		if (known == null && isOfAnotherKind(clientId)) {
			return Standing.OTHER;
		}
		admit(clientId);
		if (known == null) {
			requireNotDenied(clientId);
		}
		Instant now = this.clock.instant();
		if (known == null || !this.lastGoodCopy.mayServe(known, now)) {
			return Standing.UNKNOWN;
		}
		return (known.isFresh(now) && known.absence() == null) ? Standing.READY : Standing.DUE;
	}

	// One that the application configured, or that registered, is never shadowed
	private boolean isOfAnotherKind(String clientId) {
		RegisteredClient client = LookUps.canFind(clientId) ? this.clients.get().findByClientId(clientId) : null;
		return client != null && client.getClientId().equals(clientId) && !DynamicClients.isOfDocument(client);
	}

	private Decision admit(String url) {
		ClientIdentifierUrl.of(url, this.maxLength.getAsInt());
		Decision decision = this.admission.judge(url);
		if (!decision.isAdmitted()) {
			throw new DocumentRefusedException(Reason.NOT_ADMITTED,
					"No rule of dcr.cimd.allowed admits it, or one of dcr.cimd.denied refuses it");
		}
		return decision;
	}

	private void requireNotDenied(String url) {
		if (this.documents.isDenied(url)) {
			throw new DocumentRefusedException(Reason.DENIED, "An operator denied it");
		}
	}

	@Override
	public void resolve(String clientId, Caller caller) {
		try {
			make(clientId, caller);
		}
		catch (DocumentRefusedException ex) {
			throw this.decisions.refused(clientId, ex);
		}
	}

	@Override
	public void starts(String clientId) {
		this.decisions.admitted(clientId, this.admission.judge(clientId).outcome() == Outcome.REPORTED);
	}

	@Override
	public ClientUnavailableException refuse(String clientId) {
		return this.decisions.refused(clientId,
				new DocumentRefusedException(Reason.UNKNOWN, "There is no client that may be used, and its document is "
						+ "fetched for a user who is logged in, or for an assertion that may be the client's, alone"));
	}

	/**
	 * Return what makes clients of URLs that the operator listed one by one, when the
	 * application starts.
	 * @param urls the URLs
	 * @return what starts and stops with the application
	 */
	public SmartLifecycle listed(List<String> urls) {
		return new ListedDocuments(urls, this);
	}

	/**
	 * Make a client, or refresh one that is no longer fresh, on behalf of this server,
	 * for which nothing is counted.
	 * @param url the URL
	 * @throws DocumentRefusedException if it is refused
	 */
	void refresh(String url) {
		make(url, null);
	}

	/**
	 * Make or refresh a client by the document as it is now, on behalf of an operator who
	 * distrusts what is known of it: its host is not asked whether it has changed. Once
	 * in a minute for each URL and process.
	 * @param url the URL
	 * @throws DocumentRefusedException if it is refused, if its client is pending or
	 * disabled, if the document can't be had, or if that was done in the last minute;
	 * what is stored stays as it is then
	 */
	public void refreshNow(String url) {
		if (isOfAnotherKind(url)) {
			throw new DocumentRefusedException(Reason.URL, "It is the client_id of a client without a document");
		}
		Registrant registrant = registrant(url);
		Instant next = this.refreshes.take(url);
		if (next != null) {
			throw new DocumentRefusedException(Reason.TOO_SOON,
					"It was fetched on an operator's behalf a moment ago; try again after " + next);
		}
		this.registration.makeAnew(url, registrant);
	}

	private void make(String url, @Nullable Caller caller) {
		if (!isOfAnotherKind(url)) {
			Registrant registrant = registrant(url);
			this.underWay.run(url, () -> {
				this.registration.make(url, registrant, caller);
				return registrant;
			}, () -> {
				requireCopy(url);
				return registrant;
			});
		}
	}

	private void requireCopy(String url) {
		ClientMetadataDocument known = this.documents.find(url);
		if (known == null || !this.lastGoodCopy.mayServe(known, this.clock.instant())) {
			throw new DocumentRefusedException(Reason.UNAVAILABLE, "Too many requests wait for documents");
		}
	}

	private Registrant registrant(String url) {
		String policy = admit(url).policy();
		requireNotDenied(url);
		return Registrant.ofDocument((policy != null) ? policy : this.usualPolicy);
	}

}
