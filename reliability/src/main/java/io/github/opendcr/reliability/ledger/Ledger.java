package io.github.opendcr.reliability.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * What the server has acknowledged to one worker, and what it may have done without an
 * answer.
 */
final class Ledger {

	/** Whose last answer was received. */
	final List<Account> accounts = new ArrayList<>();

	/** With a change whose answer was lost. */
	final List<Account> unsettled = new ArrayList<>();

	final List<Account> deleted = new ArrayList<>();

	/** Initial access tokens that have registered a client. */
	final List<Registration> spent = new ArrayList<>();

	/** Registrations whose answers were lost. */
	final List<Registration> lost = new ArrayList<>();

	/** Documents whose clients a user has allowed something. */
	final List<String> granted = new ArrayList<>();

	/** Documents whose first use came to no end. */
	final List<String> begun = new ArrayList<>();

	/** How many clients there may be of which nobody was told. */
	int untold;

	private int auditedDeleted;

	private int auditedSpent;

	private int auditedGranted;

	/**
	 * Return what was deleted since this was asked last.
	 */
	List<Account> newlyDeleted() {
		List<Account> newly = List.copyOf(this.deleted.subList(this.auditedDeleted, this.deleted.size()));
		this.auditedDeleted = this.deleted.size();
		return newly;
	}

	List<Registration> newlySpent() {
		List<Registration> newly = List.copyOf(this.spent.subList(this.auditedSpent, this.spent.size()));
		this.auditedSpent = this.spent.size();
		return newly;
	}

	List<String> newlyGranted() {
		List<String> newly = List.copyOf(this.granted.subList(this.auditedGranted, this.granted.size()));
		this.auditedGranted = this.granted.size();
		return newly;
	}

}
