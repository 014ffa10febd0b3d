package io.github.opendcr.statement;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.statement.SoftwareStatement.SingleUse;

/**
 * Forgets, with the client, which software statement it rested on.
 *
 * @param store where it is written down
 */
record SoftwareStatementConstraint(SoftwareStatementStore store) implements RegistrationConstraint {

	@Override
	public boolean concerns(ClientRegistration registration) {
		return registration.metadata().has(Refusal.MEMBER);
	}

	@Override
	public void onUpdate(ClientRegistration before, ClientRegistration after) {
		if (!after.metadata().has(Refusal.MEMBER)) {
			onDelete(before);
		}
	}

	@Override
	public void onDelete(ClientRegistration registration) {
		this.store.remove(registration.clientId());
	}

	/**
	 * Writes down, with the client, which statement it rests on, and uses up one that may
	 * register one client only.
	 *
	 * @param statement what the statement says
	 * @param store where it is written down
	 */
	record Resting(SoftwareStatement statement, SoftwareStatementStore store) implements RegistrationConstraint {

		@Override
		public void onRegister(ClientRegistration registration) {
			this.store.save(registration.clientId(), this.statement.issuer(), this.statement.softwareId());
			if (this.store.isWithdrawn(registration.clientId())) {
				throw Refusal.unapproved(
						"The software statement is of an issuer, or for a software_id, whose approval was withdrawn");
			}
			SingleUse use = this.statement.singleUse();
			if (use != null && !this.store.use(this.statement.issuer(), use, registration.clientId())) {
				throw Refusal
					.invalid("The software statement registered another client already; get a new one from its issuer");
			}
		}

		@Override
		public void onUpdate(ClientRegistration before, ClientRegistration after) {
			onRegister(after);
		}

	}

}
