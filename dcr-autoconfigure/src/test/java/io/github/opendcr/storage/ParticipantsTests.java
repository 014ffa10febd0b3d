package io.github.opendcr.storage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.quota.QuotaChange;
import io.github.opendcr.testkit.TestDatabases;

import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.SimpleTransactionStatus;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Participants}.
 */
class ParticipantsTests {

	private final List<String> done = new ArrayList<>();

	@Test
	void concernedByThenThoseWhomOneOfTheRegistrationsConcernsInTheirOrder() {
		RegistrationConstraint everybody = new RegistrationConstraint() {
		};
		RegistrationConstraint a = concernedWith("a");
		RegistrationConstraint b = concernedWith("b");
		Participants participants = participants(List.of(b, everybody, a));
		RegistrationConstraint further = concernedWith("b");
		assertThat(participants.concernedBy(List.of(further), registration("b"))).containsExactly(b, everybody,
				further);
		assertThat(participants.concernedBy(List.of(further), registration("a"), registration("b"))).containsExactly(b,
				everybody, a, further);
		assertThat(participants.concernedBy(List.of(), registration("c"))).containsExactly(everybody);
	}

	@Test
	void rehearseThenInATransactionThatIsRolledBackOrNotAtAll() {
		SimpleTransactionStatus status = new SimpleTransactionStatus();
		TransactionOperations operations = new TransactionOperations() {

			@Override
			public <T> T execute(TransactionCallback<T> action) {
				return action.doInTransaction(status);
			}

		};
		new Participants(operations, null, List.of()).rehearse(QuotaChange.NONE, () -> this.done.add("rehearsed"));
		assertThat(this.done).containsExactly("rehearsed");
		assertThat(status.isRollbackOnly()).isTrue();
		participants(List.of()).rehearse(QuotaChange.NONE, () -> this.done.add("not to be undone"));
		assertThat(this.done).containsExactly("rehearsed");
	}

	@Test
	void writeThenInATransactionUnlessItIsOneStatement() {
		Participants participants = new Participants(
				new TransactionTemplate(new DataSourceTransactionManager(TestDatabases.h2().dataSource())), null,
				List.of());
		for (boolean byItself : new boolean[] { true, false }) {
			assertThat(participants.write(byItself, QuotaChange.NONE,
					(status) -> TransactionSynchronizationManager.isActualTransactionActive()))
				.isEqualTo(!byItself);
		}
	}

	@Test
	void writeWhenItLosesARaceThenLooksAgain() {
		assertThat(participants(List.of()).write(true, QuotaChange.NONE, (status) -> {
			this.done.add("tried");
			if (this.done.size() < 2) {
				throw new CannotAcquireLockException("lost");
			}
			return false;
		})).isFalse();
		assertThat(this.done).hasSize(2);
	}

	private static Participants participants(List<RegistrationConstraint> constraints) {
		return new Participants(TransactionOperations.withoutTransaction(), null, constraints);
	}

	private static RegistrationConstraint concernedWith(String clientId) {
		return new RegistrationConstraint() {

			@Override
			public boolean concerns(ClientRegistration registration) {
				return registration.clientId().equals(clientId);
			}

		};
	}

	private static ClientRegistration registration(String id) {
		return new ClientRegistration(id, id, ClientMetadata.empty(), null, Instant.EPOCH, Instant.EPOCH,
				Registrant.ANONYMOUS, null, ClientStatus.ACTIVE, null);
	}

}
