package io.github.opendcr.cimd;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.cimd.FetchedDocument.Unavailable;
import io.github.opendcr.fetch.ClientUriFetchException;
import io.github.opendcr.fetch.ClientUriFetcher;
import io.github.opendcr.fetch.FailureKind;
import io.github.opendcr.fetch.FetchRequest;
import io.github.opendcr.fetch.FetchResult;
import io.github.opendcr.server.client.DocumentResolution.Caller;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.log.LogMessage;

/**
 * Fetches documents from the URLs of clients: no more often than their hosts, their
 * callers and this server bear, and one at a time of the same. It keeps none. What
 * succeeds is never held up; a URL that failed is left alone for a while. Blocks for as
 * long as a fetch may take; no transaction should be open meanwhile. Safe for use by
 * several threads.
 *
 * @since 0.1.0
 * @see <a href=
 * "https://www.ietf.org/archive/id/draft-ietf-oauth-client-id-metadata-document-02.html#section-5">Client
 * ID Metadata Document §5</a>
 */
public final class DocumentFetcher {

	private static final Log logger = LogFactory.getLog(DocumentFetcher.class);

	// §4: any type as long as it is JSON
	private static final Set<String> CONTENT_TYPES = Set.of("application/json", "application/cimd+json",
			"application/*+json");

	private static final Unavailable TOO_MANY = new Unavailable(FailureKind.BUSY, "Too many wait for documents", null);

	private final ClientUriFetcher fetcher;

	private final DocumentSettings settings;

	private final PinnedDocuments pinned;

	private final FirstUses firstUses;

	private final FailureBackOff backOff;

	private final ObservationRegistry observations;

	private final Clock clock;

	private final SingleFlight<Wanted, FetchedDocument> underWay = new SingleFlight<>();

	/**
	 * Create a fetcher.
	 * @param fetcher the one way out
	 * @param settings the bounds
	 * @param pinned the copies that the operator keeps
	 * @param publisher is told of {@link PinnedDocumentDrifted}
	 * @param observations is told of each fetch: {@code dcr.cimd.fetch} with its outcome
	 * @param clock what time it is
	 */
	public DocumentFetcher(ClientUriFetcher fetcher, DocumentSettings settings, List<PinnedDocument> pinned,
			ApplicationEventPublisher publisher, ObservationRegistry observations, Clock clock) {
		this.fetcher = fetcher;
		this.settings = settings;
		this.pinned = new PinnedDocuments(pinned, publisher);
		this.firstUses = new FirstUses(settings.budget(), clock);
		this.backOff = new FailureBackOff(clock);
		this.observations = observations;
		this.clock = clock;
	}

	/**
	 * Fetch the document of a client that nobody knows here yet, or its pinned copy if it
	 * can't be had. How many there are is bounded, for the caller, the host and this
	 * server.
	 * @param url the client's URL
	 * @param caller who makes the server fetch it
	 * @return the document, or why it can't be had
	 */
	FetchedDocument fetchFirst(String url, Caller caller) {
		FetchedDocument real = real(new Wanted(url, null), caller);
		return isPassing(real) ? orPinned(real, url, null) : real;
	}

	/**
	 * Fetch the document of a client that is stored, which no budget bounds. A pinned
	 * copy takes the place of a pinned copy only; the caller's is better than that if it
	 * came from the host.
	 * @param url the client's URL
	 * @param entityTag what its document came with, or {@code null} if it had none, or if
	 * the document shall come whatever it is
	 * @return the document, or why it can't be had
	 */
	FetchedDocument fetch(String url, @Nullable String entityTag) {
		boolean hasPinned = PinnedDocument.isValidator(entityTag);
		FetchedDocument real = real(new Wanted(url, hasPinned ? null : entityTag), null);
		return (hasPinned && isPassing(real)) ? orPinned(real, url, entityTag) : real;
	}

	/**
	 * Leave a URL alone for a while since its document was refused.
	 * @param url the client's URL
	 * @param refusal why, which all are told who come meanwhile
	 */
	void refused(String url, Unavailable refusal) {
		this.backOff.failed(url, refusal, null);
	}

	private FetchedDocument orPinned(FetchedDocument real, String url, @Nullable String entityTag) {
		Instant freshUntil = this.settings.freshness().until(this.clock.instant(), null);
		return Objects.requireNonNullElse(this.pinned.find(url, entityTag, freshUntil), real);
	}

	private static boolean isPassing(FetchedDocument fetched) {
		return fetched instanceof Unavailable unavailable && unavailable.kind().isPassing();
	}

	private FetchedDocument real(Wanted wanted, @Nullable Caller caller) {
		return this.underWay.run(wanted, () -> observed(wanted, caller), () -> TOO_MANY);
	}

	private FetchedDocument observed(Wanted wanted, @Nullable Caller caller) {
		Observation observation = Observation.start("dcr.cimd.fetch", this.observations);
		String outcome = "FAILED";
		try {
			Unavailable waiting = this.backOff.current(wanted.url());
			FetchedDocument fetched = (waiting != null) ? waiting : withinBudget(wanted, caller);
			outcome = (waiting != null) ? "LEFT_ALONE" : outcome(wanted, fetched);
			return fetched;
		}
		finally {
			observation.lowCardinalityKeyValue("outcome", outcome).stop();
		}
	}

	private String outcome(Wanted wanted, FetchedDocument fetched) {
		if (fetched instanceof FetchedDocument.Document document) {
			return this.pinned.compare(wanted.url(), document.json()) ? "DRIFTED" : "DOCUMENT";
		}
		return (fetched instanceof Unavailable unavailable) ? unavailable.kind().name() : "NOT_MODIFIED";
	}

	private FetchedDocument withinBudget(Wanted wanted, @Nullable Caller caller) {
		URI uri = URI.create(wanted.url());
		Instant next = (caller != null) ? this.firstUses.take(caller, String.valueOf(uri.getHost())) : null;
		if (next != null) {
			return new Unavailable(FailureKind.BUSY,
					"Too many documents of unknown clients were fetched in the last minute (dcr.cimd.budget)", next);
		}
		FetchResult result = fetch(new FetchRequest(uri, CONTENT_TYPES, FetchRequest.Copy.UNWANTED, wanted.entityTag(),
				this.settings.bounds()));
		Instant now = this.clock.instant();
		if (result instanceof FetchResult.Document document) {
			return new FetchedDocument.Document(document.text(), document.entityTag(),
					this.settings.freshness().until(now, document.freshFor()));
		}
		if (result instanceof FetchResult.NotModified same && wanted.entityTag() != null) {
			return new FetchedDocument.NotModified(this.settings.freshness().until(now, same.freshFor()));
		}
		return failed(wanted.url(), result);
	}

	private FetchResult fetch(FetchRequest request) {
		try {
			return this.fetcher.fetch(request);
		}
		catch (ClientUriFetchException ex) {
			return new FetchResult.Failure(FailureKind.UNREACHABLE, String.valueOf(ex.getMessage()), ex);
		}
	}

	private Unavailable failed(String url, FetchResult result) {
		FetchResult.Failure failure = (result instanceof FetchResult.Failure failed) ? failed : new FetchResult.Failure(
				FailureKind.UNUSABLE, "The URL answered 304 though nothing was known of it", null);
		Unavailable unavailable = new Unavailable(failure.kind(), failure.problem(), null);
		logger.debug(LogMessage.format("No document at %s: %s", url, failure.problem()), failure.cause());
		// that this server is busy is no failure of the URL
		return (failure.kind() != FailureKind.BUSY) ? this.backOff.failed(url, unavailable, failure.retryAfter())
				: unavailable;
	}

	/**
	 * What is fetched once for all who want it at the same time.
	 *
	 * @param url the client's URL
	 * @param entityTag what they have
	 */
	private record Wanted(String url, @Nullable String entityTag) {
	}

}
