package io.github.opendcr.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.statement.SoftwareStatement.SingleUse;
import io.github.opendcr.statement.SoftwareStatementStore;
import io.github.opendcr.statement.SoftwareStatementWithdrawal;
import io.github.opendcr.testkit.ConcurrentCalls;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.transaction.support.TransactionOperations;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every {@link SoftwareStatementStore} must do.
 */
public abstract class SoftwareStatementStoreContract {

	private static final String ISSUER = "https://directory.example";

	private static final String OTHER = "https://other.example";

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123Z");

	private static final SingleUse USE = new SingleUse("jti", NOW);

	@RegisterExtension
	protected final ConcurrentCalls calls = new ConcurrentCalls();

	protected abstract SoftwareStatementStore store();

	protected abstract TransactionOperations transactions();

	@Test
	void findClientIdsThenThoseOfTheIssuerOrOfOneSoftware() {
		store().save("a", ISSUER, "app");
		store().save("b", ISSUER, null);
		store().save("c", ISSUER, "other app");
		store().save("d", OTHER, "app");
		assertThat(store().findClientIds(ISSUER, null, "", 10)).containsExactly("a", "b", "c");
		assertThat(store().findClientIds(ISSUER, "app", "", 10)).containsExactly("a");
		assertThat(store().findClientIds(ISSUER, "App", "", 10)).isEmpty();
		assertThat(store().findClientIds("https://nobody.example", null, "", 10)).isEmpty();
	}

	@Test
	void findClientIdsWhenMoreThanTheLimitThenEachOnceInPages() {
		List<String> saved = List.of("Zoe", "_x", "a-1", "a1", "b", "y", "z");
		saved.forEach((clientId) -> store().save(clientId, ISSUER, "app"));
		List<String> found = new ArrayList<>();
		List<String> page = store().findClientIds(ISSUER, null, "", 2);
		while (!page.isEmpty()) {
			assertThat(page).hasSizeLessThanOrEqualTo(2);
			found.addAll(page);
			page = store().findClientIds(ISSUER, null, page.get(page.size() - 1), 2);
		}
		assertThat(found).containsExactlyInAnyOrderElementsOf(saved);
	}

	@Test
	void saveWhenClientIsKnownThenMoves() {
		store().save("a", ISSUER, "app");
		store().save("a", OTHER, null);
		assertThat(store().findClientIds(ISSUER, null, "", 10)).isEmpty();
		assertThat(store().findClientIds(OTHER, null, "", 10)).containsExactly("a");
		store().save("a", OTHER, null);
		assertThat(store().findClientIds(OTHER, null, "", 10)).containsExactly("a");
	}

	@Test
	void removeThenClientIsForgotten() {
		store().save("a", ISSUER, "app");
		store().remove("a");
		store().remove("a");
		assertThat(store().findClientIds(ISSUER, null, "", 10)).isEmpty();
	}

	@Test
	void saveWhenSeveralAtOnceForOneClientThenOneOrConcurrencyFailure() throws Exception {
		List<Boolean> saved = this.calls.atOnce(8, (number) -> {
			try {
				transactions().executeWithoutResult((status) -> store().save("a", ISSUER, "app" + number));
				return true;
			}
			catch (ConcurrencyFailureException ex) {
				return false;
			}
		});
		assertThat(saved).contains(true);
		assertThat(store().findClientIds(ISSUER, null, "", 10)).containsExactly("a");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "app", "\u00FCber \uD83D\uDE00" })
	void withdrawThenClientsOfItAreWithdrawnUntilReinstated(String softwareId) {
		store().save("a", ISSUER, "app");
		store().save("b", ISSUER, "\u00FCber \uD83D\uDE00");
		store().save("c", ISSUER, null);
		store().save("d", OTHER, softwareId);
		store().withdraw(new SoftwareStatementWithdrawal(ISSUER, softwareId, NOW));
		assertThat(store().isWithdrawn("a")).isEqualTo(softwareId == null || softwareId.equals("app"));
		assertThat(store().isWithdrawn("b")).isEqualTo(softwareId == null || !softwareId.equals("app"));
		assertThat(store().isWithdrawn("c")).isEqualTo(softwareId == null);
		assertThat(store().isWithdrawn("d")).isFalse();
		assertThat(store().isWithdrawn("nobody")).isFalse();
		assertThat(store().reinstate(ISSUER, softwareId)).isTrue();
		assertThat(store().reinstate(ISSUER, softwareId)).isFalse();
		assertThat(store().isWithdrawn("a") || store().isWithdrawn("b") || store().isWithdrawn("c")).isFalse();
	}

	@Test
	void withdrawWhenItIsWithdrawnThenStaysAsItWas() throws Exception {
		SoftwareStatementWithdrawal withdrawal = new SoftwareStatementWithdrawal(ISSUER, "app", NOW);
		store().withdraw(withdrawal);
		store().withdraw(new SoftwareStatementWithdrawal(ISSUER, "app", NOW.plusSeconds(1)));
		SoftwareStatementWithdrawal all = new SoftwareStatementWithdrawal(ISSUER, null, NOW);
		this.calls.atOnce(8, (number) -> {
			store().withdraw(all);
			return true;
		});
		assertThat(store().findWithdrawals()).containsExactly(all, withdrawal);
		assertThat(store().reinstate(ISSUER, null)).isTrue();
		assertThat(store().findWithdrawals()).containsExactly(withdrawal);
	}

	@Test
	void useWhenUsedThenByTheSameClientOnly() {
		assertThat(store().use(ISSUER, USE, "a")).isTrue();
		assertThat(store().use(ISSUER, USE, "a")).isTrue();
		assertThat(store().use(ISSUER, USE, "b")).isFalse();
		assertThat(store().use(OTHER, USE, "b")).isTrue();
		assertThat(store().use(ISSUER, new SingleUse("JTI", null), "b")).isTrue();
	}

	@Test
	void useWhenIdIsLongOrStrangeThenRemembered() {
		for (String id : List.of("x".repeat(10_000), "\u0000", "\uD83D", "'; DROP TABLE dcr_software_statement_use",
				" ")) {
			SingleUse use = new SingleUse(id, NOW);
			assertThat(store().use(ISSUER, use, "a")).isTrue();
			assertThat(store().use(ISSUER, use, "b")).isFalse();
		}
	}

	@Test
	void useWhenRolledBackThenNotUsed() {
		transactions().executeWithoutResult((status) -> {
			store().save("a", ISSUER, "app");
			assertThat(store().use(ISSUER, USE, "a")).isTrue();
			assertThat(store().use(ISSUER, USE, "b")).isFalse();
			status.setRollbackOnly();
		});
		assertThat(store().findClientIds(ISSUER, null, "", 10)).isEmpty();
		assertThat(store().use(ISSUER, USE, "b")).isTrue();
	}

	@Test
	void useWhenManyAtOnceThenExactlyOneHasIt() throws Exception {
		AtomicInteger rounds = new AtomicInteger();
		for (int round = 0; round < 10; round++) {
			SingleUse use = new SingleUse("round " + rounds.incrementAndGet(), NOW);
			assertThat(this.calls.atOnce(12, (number) -> useInTransaction(use, "client" + number, number % 3 == 0)))
				.containsOnlyOnce(true);
		}
	}

	// Every third one rolls back, which lets another have it
	private boolean useInTransaction(SingleUse use, String clientId, boolean rollback) {
		for (int attempt = 1; attempt <= 50; attempt++) {
			try {
				return transactions().execute((status) -> {
					boolean used = store().use(ISSUER, use, clientId);
					if (rollback) {
						status.setRollbackOnly();
					}
					return used && !rollback;
				});
			}
			catch (ConcurrencyFailureException ex) {
				// As the store's Javadoc says
			}
		}
		throw new AssertionError("Never had a chance");
	}

	@Test
	void removeUsesExpiredThenOnlyThose() {
		store().use(ISSUER, new SingleUse("expired", NOW), "a");
		store().use(ISSUER, new SingleUse("later", NOW.plusSeconds(2)), "a");
		store().use(ISSUER, new SingleUse("never", null), "a");
		store().removeUsesExpired(NOW.plusSeconds(1));
		assertThat(store().use(ISSUER, new SingleUse("expired", NOW), "b")).isTrue();
		assertThat(store().use(ISSUER, new SingleUse("later", NOW), "b")).isFalse();
		assertThat(store().use(ISSUER, new SingleUse("never", NOW), "b")).isFalse();
	}

}
