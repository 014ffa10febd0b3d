package io.github.opendcr.reliability.ledger;

import io.github.opendcr.reliability.Promise;
import io.github.opendcr.reliability.Report;

/**
 * What clients, users and operators may rely on, whatever is killed.
 *
 * @param served no request fails before something is killed
 * @param accepted what is right isn't refused, also while something is away
 * @param unavailable how it is said that the database is away
 * @param works what was acknowledged
 * @param settled what was under way
 * @param deleted clients that are no more
 * @param spent initial access tokens
 * @param repeated registrations with a key
 * @param granted what users allowed to clients that are documents
 * @param whole both halves of each client
 * @param counted the quota
 */
public record Promises(Promise served, Promise accepted, Promise unavailable, Promise works, Promise settled,
		Promise deleted, Promise spent, Promise repeated, Promise granted, Promise whole, Promise counted) {

	/**
	 * Return them for all that may be killed.
	 */
	public static Promises of(Report report) {
		return of(report, report.promise("No request fails before something is killed"),
				report.promise(
						"While the database is away, every endpoint answers 503 with `Retry-After`, and nothing of the "
								+ "inside"));
	}

	/**
	 * Return those at which anyone looks while nothing is killed.
	 */
	public static Promises underLoad(Report report) {
		Promises all = of(new Report(""));
		return new Promises(report.promise("No request fails"), report.promise("Nothing that is right is refused"),
				all.unavailable(), all.works(), all.settled(), all.deleted(), all.spent(), all.repeated(),
				all.granted(), all.whole(), all.counted());
	}

	/**
	 * Return them for nodes of which one is killed at a time, and the database never.
	 */
	public static Promises ofNodes(Report report) {
		Promise served = report.promise("No request fails, but at the node that is killed");
		return of(report, served, served);
	}

	/**
	 * Return them for a database of several servers, of which one is killed at a time.
	 */
	public static Promises ofCluster(Report report) {
		Promise served = report
			.promise("No request fails but while a server of the database is killed, and then by 503 "
					+ "with `Retry-After`");
		Promise accepted = accepted(report);
		Promise works = works(report);
		return of(report, served, accepted, served, works, works); // it may be that no
																	// answer is lost
	}

	private static Promises of(Report report, Promise served, Promise unavailable) {
		return of(report, served, accepted(report), unavailable, works(report),
				report
					.promise("A change whose answer was lost happened wholly or not at all, and the same request again "
							+ "settles it"));
	}

	private static Promise accepted(Report report) {
		return report.promise("Nothing that is right is refused (4xx), not even while something is away");
	}

	private static Promise works(Report report) {
		return report.promise(
				"An acknowledged registration works with its last token and secret, and is as it was last updated");
	}

	private static Promises of(Report report, Promise served, Promise accepted, Promise unavailable, Promise works,
			Promise settled) {
		return new Promises(served, accepted, unavailable, works, settled,
				report.promise("A deleted client works nowhere"),
				report.promise("An initial access token for one client registers one"),
				report.promise("A registration that is repeated with its `Idempotency-Key` is one client"),
				report.promise("What a user allowed to a client that is a document stays allowed"),
				report.promise("No half client, and no grant of a client that is gone, is left after the reaper"),
				report.promise("The quota counts as many clients as there are"));
	}

}
