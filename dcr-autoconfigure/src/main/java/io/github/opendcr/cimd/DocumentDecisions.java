package io.github.opendcr.cimd;

import java.time.Clock;
import java.util.Locale;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.opendcr.cimd.DocumentAdmission.Outcome;
import io.github.opendcr.server.client.ClientUnavailableException;

/**
 * What operators learn of the decisions about URLs: each is counted in
 * {@code dcr.cimd.admission}. Why a URL is refused is in the log, of each kind so many
 * times in a minute, since anyone can be refused without end. Safe for use by several
 * threads.
 */
final class DocumentDecisions {

	private static final Log logger = LogFactory.getLog(DocumentClients.class);

	private static final int LOGGED_LENGTH = 200;

	private static final int MOST_LINES = 60;

	private final ObservationRegistry observations;

	private final FetchBudget lines;

	DocumentDecisions(ObservationRegistry observations, Clock clock) {
		this.observations = observations;
		this.lines = new FetchBudget(MOST_LINES, clock);
	}

	/**
	 * Tell of a URL that starts something.
	 * @param reported whether it isn't listed
	 */
	void admitted(String url, boolean reported) {
		String kind = (reported ? Outcome.REPORTED : Outcome.ADMITTED).name();
		count(kind);
		if (reported && isLogged(kind)) {
			logger.info("dcr.cimd.admission=listed would refuse " + printable(url));
		}
	}

	/**
	 * Tell why a URL is refused.
	 * @return the answer, which is the same whatever the reason is
	 */
	ClientUnavailableException refused(String url, DocumentRefusedException reason) {
		String kind = reason.getReason().name();
		count(kind);
		if (isLogged(kind)) {
			logger.info("Refused as a client: " + printable(url) + ". " + reason.getMessage());
		}
		return ClientUnavailableException.unknown();
	}

	private boolean isLogged(String kind) {
		return logger.isInfoEnabled() && this.lines.take(kind) == null;
	}

	// Whoever sent it may have written anything
	private static String printable(String url) {
		String cut = (url.length() > LOGGED_LENGTH) ? url.substring(0, LOGGED_LENGTH) + "..." : url;
		return cut.replaceAll("[^\\x21-\\x7E]", "?");
	}

	private void count(String decision) {
		Observation.createNotStarted("dcr.cimd.admission", this.observations)
			.lowCardinalityKeyValue("decision", decision.toLowerCase(Locale.ROOT))
			.start()
			.stop();
	}

}
