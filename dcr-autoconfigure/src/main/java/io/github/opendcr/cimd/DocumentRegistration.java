package io.github.opendcr.cimd;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadataDocument;
import io.github.opendcr.ClientMetadataDocumentStore;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.cimd.DocumentRefusedException.Reason;
import io.github.opendcr.cimd.FetchedDocument.Unavailable;
import io.github.opendcr.fetch.FailureKind;
import io.github.opendcr.keys.Sha256;
import io.github.opendcr.registration.ClientRegistrationService;
import io.github.opendcr.server.client.DocumentResolution.Caller;
import io.github.opendcr.storage.ClientStorage;
import io.github.opendcr.storage.ClientStorage.StoredClient;

import org.springframework.core.log.LogMessage;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * Fetches a document and leads it into the line that a registration request enters. No
 * transaction is open while it is fetched, and what is written afterwards compares with
 * what was read before: whoever changes the client meanwhile, an operator above all, has
 * the last word. Safe for use by several threads and processes.
 *
 * @since 0.1.0
 */
public final class DocumentRegistration {

	private static final Log logger = LogFactory.getLog(DocumentRegistration.class);

	private static final int ATTEMPTS = 5;

	private final JudgedClients judged = new JudgedClients();

	private final DocumentFetcher fetcher;

	private final DocumentNegotiation negotiation;

	private final ClientRegistrationService service;

	private final ClientStorage storage;

	private final ClientMetadataDocumentStore documents;

	private final Supplier<RegisteredClientRepository> clients;

	private final LastGoodCopy lastGoodCopy;

	private final int maxClients;

	private final Clock clock;

	/**
	 * Create the way.
	 * @param fetcher fetches documents
	 * @param negotiation makes of them what enters the line
	 * @param service the line
	 * @param storage where clients live
	 * @param documents what is known of documents
	 * @param clients the clients of the server, asked for when they are needed
	 * @param lastGoodCopy what becomes of clients whose documents can't be had
	 * @param maxClients how many clients there may be, beside those that are made on an
	 * operator's behalf
	 * @param clock what time it is
	 */
	public DocumentRegistration(DocumentFetcher fetcher, DocumentNegotiation negotiation,
			ClientRegistrationService service, ClientStorage storage, ClientMetadataDocumentStore documents,
			Supplier<RegisteredClientRepository> clients, LastGoodCopy lastGoodCopy, int maxClients, Clock clock) {
		this.fetcher = fetcher;
		this.negotiation = negotiation;
		this.service = service;
		this.storage = storage;
		this.documents = documents;
		this.clients = clients;
		this.lastGoodCopy = lastGoodCopy;
		this.maxClients = maxClients;
		this.clock = clock;
	}

	/**
	 * Make or refresh the client of a URL that is admitted, unless it is fresh.
	 * @param url the URL
	 * @param registrant on which terms
	 * @param caller for whom the fetch of an unknown document is counted, or {@code null}
	 * for nobody
	 * @throws DocumentRefusedException if there is no client that may be used
	 */
	void make(String url, Registrant registrant, @Nullable Caller caller) {
		make(new WantedClient(url, registrant, caller, false));
	}

	/**
	 * Make or refresh the client of a URL that is admitted, by the document as it is now:
	 * the host can't answer that it is what it was.
	 * @param url the URL
	 * @param registrant on which terms
	 * @throws DocumentRefusedException if the document can't be had, too
	 */
	void makeAnew(String url, Registrant registrant) {
		make(new WantedClient(url, registrant, null, true));
	}

	private void make(WantedClient wanted) {
		for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
			KnownClient known = new KnownClient(this.storage.find(wanted.url()), this.documents.find(wanted.url()));
			if (known.isInactive() && wanted.anew()) {
				throw new DocumentRefusedException(Reason.DENIED,
						"Its client is pending or disabled, and waits for an operator whatever its document says");
			}
			if (known.isInactive() || (!wanted.anew() && known.isFresh(now())) || attempt(wanted, known)) {
				return;
			}
		}
		throw new DocumentRefusedException(Reason.UNAVAILABLE, "Others keep changing it");
	}

	/**
	 * Fetch, and write what comes of it.
	 * @return {@code false} if somebody else was faster
	 */
	private boolean attempt(WantedClient wanted, KnownClient known) {
		String url = wanted.url();
		requireNoTwin(url);
		FetchedDocument fetched = fetch(wanted, known);
		if (fetched instanceof FetchedDocument.Document document) {
			return enter(wanted, known, document);
		}
		if (fetched instanceof FetchedDocument.NotModified same && known.document() != null) {
			this.documents.replace(known.document().unchanged(now(), same.freshUntil()));
			return true;
		}
		absent(wanted, known, (fetched instanceof Unavailable unavailable) ? unavailable
				: new Unavailable(FailureKind.UNUSABLE, "It answered 304 without having been asked to", null));
		return true;
	}

	private FetchedDocument fetch(WantedClient wanted, KnownClient known) {
		if (known.client() == null && wanted.caller() != null) {
			if (this.documents.count() >= this.maxClients) {
				throw new DocumentRefusedException(Reason.TOO_MANY,
						"There are as many clients of documents as dcr.cimd.max-clients allows");
			}
			return this.fetcher.fetchFirst(wanted.url(), wanted.caller());
		}
		boolean mayBeTheSame = !wanted.anew() && this.judged.has(known.registration());
		return this.fetcher.fetch(wanted.url(), mayBeTheSame ? known.entityTag(wanted.registrant()) : null);
	}

	// The usual collations of MariaDB and MySQL take ABC for abc, and Spring's repository
	// would find the one for the other
	private void requireNoTwin(String url) {
		RegisteredClient found = this.clients.get().findByClientId(url);
		if (found != null && !found.getClientId().equals(url)) {
			throw new DocumentRefusedException(Reason.INVALID, "The database takes it for the client "
					+ found.getClientId() + ", since the collation of oauth2_registered_client.client_id ignores case");
		}
	}

	private boolean enter(WantedClient wanted, KnownClient known, FetchedDocument.Document fetched) {
		ClientMetadataDocument document = new ClientMetadataDocument(wanted.url(), fetched.entityTag(),
				Sha256.of(fetched.json()), now(), fetched.freshUntil(), null);
		try {
			Negotiated negotiated = this.negotiation.negotiate(wanted.url(), fetched.json(),
					known.context(wanted.registrant()));
			return write(negotiated, wanted.registrant(), known, document);
		}
		catch (RegistrationException ex) {
			refused(wanted, known, ex);
			return true;
		}
	}

	private void refused(WantedClient wanted, KnownClient known, RegistrationException ex) {
		// such as the keys of who signed its software statement: an outage of others
		boolean passing = ex.getError() == RegistrationError.TEMPORARILY_UNAVAILABLE;
		Unavailable refusal = new Unavailable(passing ? FailureKind.UNAVAILABLE : FailureKind.UNUSABLE,
				"Its document is refused: " + PublishedText.printable(ex.getDescription()), null);
		this.fetcher.refused(wanted.url(), refusal);
		if (passing) {
			absent(wanted, known, refusal);
			return;
		}
		if (known.document() != null) {
			this.documents.replace(this.lastGoodCopy.after(known.document(), LastGoodCopy.INVALID, now()));
		}
		throw new DocumentRefusedException(Reason.INVALID, refusal.reason(), ex);
	}

	private boolean write(Negotiated negotiated, Registrant registrant, KnownClient known,
			ClientMetadataDocument document) {
		RegistrationConstraint written = new WrittenDocument(document, this.documents);
		StoredClient stored = known.stored();
		if (stored != null && stored.client() != null) {
			return known.isWhat(negotiated, registrant)
					? note(known, document) && this.judged.add(stored.registration()) : this.judged.add(this.service
						.updateDocument(stored, negotiated.stated(), negotiated.effective(), registrant, written));
		}
		try {
			// One of which a half was removed is made anew
			if (stored == null || this.storage.removal().delete(stored)) {
				return this.judged.add(this.service.registerDocument(document.url(), negotiated.stated(),
						negotiated.effective(), registrant, written));
			}
			return false;
		}
		catch (DuplicateKeyException ex) {
			logger.debug(LogMessage.format("Another request made %s at the same time", document.url()), ex);
			return false;
		}
	}

	private boolean note(KnownClient known, ClientMetadataDocument document) {
		return (known.document() != null) ? this.documents.replace(document) : this.documents.save(document);
	}

	private void absent(WantedClient wanted, KnownClient known, Unavailable unavailable) {
		ClientMetadataDocument document = known.document();
		if (known.client() != null && document != null) {
			ClientMetadataDocument absent = document;
			if (unavailable.kind() != FailureKind.BUSY) { // which is about this server
				absent = this.lastGoodCopy.after(document, unavailable.kind().name(), now());
				this.documents.replace(absent);
			}
			if (!wanted.anew() && this.lastGoodCopy.mayServe(absent, now())) {
				logger.info(
						LogMessage.format("The last good copy serves for %s. %s", wanted.url(), unavailable.reason()));
				return;
			}
		}
		throw new DocumentRefusedException(Reason.UNAVAILABLE, "No document: " + unavailable.reason());
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
	}

}
