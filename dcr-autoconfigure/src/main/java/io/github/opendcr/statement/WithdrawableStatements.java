package io.github.opendcr.statement;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientEvent;
import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientStatus;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Withdraws statements: first the withdrawal is written, then the clients that are there
 * are disabled. A client whose transaction could not see the withdrawal yet, and which
 * was committed too late to be found, looks itself up after its commit. Safe for use by
 * several threads.
 *
 * @since 0.1.0
 */
public final class WithdrawableStatements implements SoftwareStatements {

	private static final Log logger = LogFactory.getLog(WithdrawableStatements.class);

	private static final int BATCH = 100;

	private final SoftwareStatementStore store;

	private final ClientLifecycle clients;

	private final ApplicationEventPublisher events;

	private final Clock clock;

	/**
	 * Create the register of withdrawals.
	 * @param store where they are remembered
	 * @param clients what disables clients
	 * @param events where events go
	 * @param clock what time it is
	 */
	public WithdrawableStatements(SoftwareStatementStore store, ClientLifecycle clients,
			ApplicationEventPublisher events, Clock clock) {
		this.store = store;
		this.clients = clients;
		this.events = events;
		this.clock = clock;
	}

	@Override
	public int withdraw(String issuer, @Nullable String softwareId) {
		SoftwareStatementWithdrawal withdrawal = new SoftwareStatementWithdrawal(issuer, softwareId,
				this.clock.instant().truncatedTo(ChronoUnit.SECONDS));
		this.store.withdraw(withdrawal);
		int disabled = disableClients(issuer, softwareId);
		this.events.publishEvent(new SoftwareStatementEvent.Withdrawn(withdrawal, disabled));
		return disabled;
	}

	private int disableClients(String issuer, @Nullable String softwareId) {
		int disabled = 0;
		RuntimeException failure = null;
		List<String> batch;
		String last = "";
		do {
			batch = this.store.findClientIds(issuer, softwareId, last, BATCH);
			for (String clientId : batch) {
				try {
					disabled += disable(clientId) ? 1 : 0;
				}
				catch (RuntimeException ex) {
					logger.error("The client " + clientId + " could not be disabled; withdraw again", ex);
					failure = ex;
				}
				last = clientId;
			}
		}
		while (batch.size() == BATCH);
		if (failure != null) {
			throw failure; // all that could be disabled is
		}
		return disabled;
	}

	private boolean disable(String clientId) {
		ClientRegistration registration = this.clients.find(clientId);
		return registration != null && registration.status() != ClientStatus.DISABLED && this.clients.disable(clientId);
	}

	@Override
	public boolean reinstate(String issuer, @Nullable String softwareId) {
		boolean reinstated = this.store.reinstate(issuer, softwareId);
		if (reinstated) {
			this.events.publishEvent(new SoftwareStatementEvent.Reinstated(issuer, softwareId));
		}
		return reinstated;
	}

	@Override
	public List<SoftwareStatementWithdrawal> withdrawals() {
		return this.store.findWithdrawals();
	}

	// First, since a listener that throws ends the event
	@EventListener
	@Order(Ordered.HIGHEST_PRECEDENCE)
	void onRegistered(ClientEvent.Registered event) {
		disableIfWithdrawnMeanwhile(event.registration());
	}

	@EventListener
	@Order(Ordered.HIGHEST_PRECEDENCE)
	void onUpdated(ClientEvent.Updated event) {
		disableIfWithdrawnMeanwhile(event.registration());
	}

	private void disableIfWithdrawnMeanwhile(ClientRegistration registration) {
		if (registration.metadata().has(Refusal.MEMBER) && this.store.isWithdrawn(registration.clientId())) {
			disable(registration.clientId());
		}
	}

}
