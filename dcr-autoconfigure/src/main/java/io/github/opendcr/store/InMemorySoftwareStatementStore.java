package io.github.opendcr.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.statement.SoftwareStatement.SingleUse;
import io.github.opendcr.statement.SoftwareStatementStore;
import io.github.opendcr.statement.SoftwareStatementWithdrawal;

/**
 * Keeps in memory what is known of software statements, in the transactions of the
 * registrations. Safe for use by several threads.
 */
final class InMemorySoftwareStatementStore implements SoftwareStatementStore {

	private final InMemoryTable<Client> clients;

	private final InMemoryTable<Use> uses;

	private final InMemoryTable<SoftwareStatementWithdrawal> withdrawals;

	private final InMemoryTransactions transactions;

	/**
	 * Create an empty store.
	 * @param transactions the transactions in which it takes part
	 */
	InMemorySoftwareStatementStore(InMemoryTransactions transactions) {
		this.clients = new InMemoryTable<>(transactions);
		this.uses = new InMemoryTable<>(transactions);
		this.withdrawals = new InMemoryTable<>(transactions);
		this.transactions = transactions;
	}

	@Override
	public void save(String clientId, String issuer, @Nullable String softwareId) {
		change(this.clients, clientId, new Client(clientId, issuer, softwareId));
	}

	@Override
	public void remove(String clientId) {
		change(this.clients, clientId, null);
	}

	@Override
	public boolean use(String issuer, SingleUse use, String clientId) {
		String key = StatementHash.of(issuer, use.id());
		return this.transactions.step(() -> {
			Use used = this.uses.lock(key);
			if (used == null) {
				this.uses.put(key, new Use(key, clientId, use.expiresAt()));
			}
			return used == null || used.clientId().equals(clientId);
		});
	}

	@Override
	public void removeUsesExpired(Instant before) {
		this.uses.rows()
			.filter((use) -> use.expiresAt() != null && use.expiresAt().isBefore(before))
			.forEach((use) -> change(this.uses, use.key(), null));
	}

	@Override
	public void withdraw(SoftwareStatementWithdrawal withdrawal) {
		String key = key(withdrawal.issuer(), withdrawal.softwareId());
		this.transactions.step(() -> {
			if (this.withdrawals.lock(key) == null) {
				this.withdrawals.put(key, new SoftwareStatementWithdrawal(withdrawal.issuer(), withdrawal.softwareId(),
						withdrawal.withdrawnAt().truncatedTo(ChronoUnit.MILLIS)));
			}
			return true;
		});
	}

	@Override
	public boolean reinstate(String issuer, @Nullable String softwareId) {
		String key = key(issuer, softwareId);
		return this.transactions.step(() -> {
			boolean there = this.withdrawals.lock(key) != null;
			this.withdrawals.put(key, null);
			return there;
		});
	}

	@Override
	public List<SoftwareStatementWithdrawal> findWithdrawals() {
		return this.withdrawals.rows()
			.sorted(Comparator.comparing((withdrawal) -> key(withdrawal.issuer(), withdrawal.softwareId())))
			.toList();
	}

	@Override
	public boolean isWithdrawn(String clientId) {
		Client client = this.clients.get(clientId);
		return client != null && (this.withdrawals.get(key(client.issuer(), null)) != null
				|| this.withdrawals.get(key(client.issuer(), client.softwareId())) != null);
	}

	@Override
	public List<String> findClientIds(String issuer, @Nullable String softwareId, String after, int limit) {
		return this.clients.rowsAfter(after)
			.filter((client) -> client.issuer().equals(issuer)
					&& (softwareId == null || softwareId.equals(client.softwareId())))
			.map(Client::clientId)
			.limit(limit)
			.toList();
	}

	private <V> void change(InMemoryTable<V> table, String key, @Nullable V row) {
		this.transactions.step(() -> {
			table.lock(key);
			table.put(key, row);
			return true;
		});
	}

	// An issuer has no blanks
	private static String key(String issuer, @Nullable String softwareId) {
		return (softwareId != null) ? issuer + " " + softwareId : issuer;
	}

	private record Client(String clientId, String issuer, @Nullable String softwareId) {
	}

	private record Use(String key, String clientId, @Nullable Instant expiresAt) {
	}

}
