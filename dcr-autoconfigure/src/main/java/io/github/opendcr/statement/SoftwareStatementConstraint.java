package io.github.opendcr.statement;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.statement.SoftwareStatement.SingleUse;

/**
 * Writes down, with the client, which statement it rests on, and uses up one that may
 * register one client only. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class SoftwareStatementConstraint implements RegistrationConstraint {

	private final SoftwareStatementPrecedence precedence;

	private final SoftwareStatementStore store;

	/**
	 * Create a constraint.
	 * @param precedence what has verified the statement
	 * @param store where it is written down
	 */
	public SoftwareStatementConstraint(SoftwareStatementPrecedence precedence, SoftwareStatementStore store) {
		this.precedence = precedence;
		this.store = store;
	}

	@Override
	public boolean concerns(ClientRegistration registration) {
		return registration.metadata().has(Refusal.MEMBER);
	}

	@Override
	public void onRegister(ClientRegistration registration) {
		write(registration);
	}

	@Override
	public void onUpdate(ClientRegistration before, ClientRegistration after) {
		if (after.metadata().has(Refusal.MEMBER)) {
			write(after);
		}
		else {
			onDelete(before);
		}
	}

	@Override
	public void onDelete(ClientRegistration registration) {
		this.store.remove(registration.clientId());
	}

	private void write(ClientRegistration registration) {
		String text = registration.metadata().getString(Refusal.MEMBER);
		if (text == null) {
			return;
		}
		SoftwareStatement statement = this.precedence.verified(text);
		this.store.save(registration.clientId(), statement.issuer(), statement.softwareId());
		if (this.store.isWithdrawn(registration.clientId())) {
			throw Refusal.unapproved(
					"The software statement is of an issuer, or for a software_id, " + "whose approval was withdrawn");
		}
		SingleUse use = statement.singleUse();
		if (use != null && !this.store.use(statement.issuer(), use, registration.clientId())) {
			throw Refusal.invalid(
					"The software statement registered another client already; " + "get a new one from its issuer");
		}
	}

}
