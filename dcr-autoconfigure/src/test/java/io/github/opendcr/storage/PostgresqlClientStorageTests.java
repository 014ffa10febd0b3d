package io.github.opendcr.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.quota.ClientQuotaSettings;
import io.github.opendcr.quota.ClientQuotas;
import io.github.opendcr.server.chain.TestServices;
import io.github.opendcr.storage.ClientStorage.StoredClient;
import io.github.opendcr.store.JdbcClientQuotaStore;
import io.github.opendcr.store.JdbcClientRegistrationStore;
import io.github.opendcr.testkit.TestDatabases;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ClientStorage} on PostgreSQL: it begins a transaction only if more
 * than one statement takes part.
 */
class PostgresqlClientStorageTests implements RegistrationConstraint {

	private final DataSource dataSource = TestDatabases.postgresql()
		.runScript("schema")
		.createSpringTables()
		.dataSource();

	private final JdbcTemplate jdbcTemplate = new JdbcTemplate(this.dataSource);

	private final JdbcClientRegistrationStore registrations = new JdbcClientRegistrationStore(this.jdbcTemplate);

	private final CountedTransactions transactions = new CountedTransactions(this.dataSource);

	private final List<String> told = new ArrayList<>();

	private ClientStorage storage(@Nullable Integer total) {
		JdbcRegisteredClientRepository repository = new JdbcRegisteredClientRepository(this.jdbcTemplate);
		ClientQuotas quotas = new ClientQuotas(new ClientQuotaSettings(total, null, null, null, null, Map.of()),
				new JdbcClientQuotaStore(this.jdbcTemplate), this.registrations, this.transactions);
		return new ClientStorage(
				TestServices.of(repository, new JdbcOAuth2AuthorizationService(this.jdbcTemplate, repository),
						new JdbcOAuth2AuthorizationConsentService(this.jdbcTemplate, repository)),
				this.registrations, null, null, new RegistrationTransactions(this.transactions, this.dataSource),
				quotas, List.of(this));
	}

	@Override
	public boolean concerns(ClientRegistration registration) {
		return registration.clientId().equals("told");
	}

	@Override
	public void onRegister(ClientRegistration registration) {
		this.told.add("register");
	}

	@Override
	public void onUpdate(ClientRegistration before, ClientRegistration after) {
		this.told.add("update");
	}

	@Override
	public void onDelete(ClientRegistration registration) {
		this.told.add("delete");
	}

	@Test
	void writesThenWithoutATransactionUnlessSomethingElseTakesPart() {
		ClientStorage storage = storage(null);
		ClientRegistration before = StorageInMemory.registration("a");
		ClientRegistration after = StorageInMemory.after(before);
		RegisteredClient client = StorageInMemory.client("a");
		storage.insert(client, before, List.of());
		assertThat(storage.update(client, before, after, false, List.of())).isTrue();
		ClientRegistration asked = after.withAsked(ClientMetadata.of(Map.of("scope", "all")));
		assertThat(storage.replace(asked)).isTrue();
		assertThat(storage.find("a").registration()).isEqualTo(asked);
		assertThat(this.transactions.count).isZero();
		ClientRegistration last = StorageInMemory.after(asked);
		assertThat(storage.update(client, asked, last, true, List.of())).isTrue();
		assertThat(this.transactions.count).isEqualTo(1);
		assertThat(storage.removal().delete(storage.find("a"))).isTrue();
		assertThat(storage.find("a")).isNull();
		assertThat(this.transactions.count).isEqualTo(1);
		assertThat(this.told).isEmpty();
	}

	@Test
	void deleteWhenSomethingElseIsDoneThenInATransaction() {
		ClientStorage storage = storage(null);
		ClientRegistration registration = StorageInMemory.registration("a");
		storage.insert(StorageInMemory.client("a"), registration, List.of());
		assertThat(storage.removal().delete(storage.find("a"), null)).isTrue();
		assertThat(this.transactions.count).isZero();
		storage.insert(StorageInMemory.client("a"), registration, List.of());
		assertThat(storage.removal().delete(storage.find("a"), () -> this.told.add("deleted"))).isTrue();
		storage.insert(StorageInMemory.client("a"), registration, List.of());
		assertThat(storage.removal().deleteUnless(storage.find("a"), () -> false)).isTrue();
		assertThat(this.told).containsExactly("deleted");
		assertThat(this.transactions.count).isEqualTo(2);
	}

	@Test
	void writesWhenAConstraintTakesPartThenInTransactions() {
		ClientStorage storage = storage(null);
		ClientRegistration before = StorageInMemory.registration("told");
		ClientRegistration after = StorageInMemory.after(before);
		RegisteredClient client = StorageInMemory.client("told");
		storage.insert(client, before, List.of());
		assertThat(storage.update(client, before, after, false, List.of())).isTrue();
		assertThat(storage.removal().delete(new StoredClient(after, client))).isTrue();
		assertThat(this.told).containsExactly("register", "update", "delete");
		assertThat(this.transactions.count).isEqualTo(3);
		ClientStorage counted = storage(2);
		insert(counted, "counts-from-now-on");
		counted.insert(client, before, List.of());
		assertThat(this.told).endsWith("delete", "register");
	}

	@Test
	void insertWhenThereIsAQuotaThenWithoutATransactionWhileThereArePlaces() {
		ClientStorage storage = storage(2);
		insert(storage, "first");
		int begun = this.transactions.count;
		assertThat(begun).isPositive();
		insert(storage, "second");
		assertThat(this.transactions.count).isEqualTo(begun);
		assertThatExceptionOfType(RegistrationException.class).isThrownBy(() -> insert(storage, "third"));
		assertThat(storage.find("third")).isNull();
		assertThat(storage.removal().delete(storage.find("first"))).isTrue();
		insert(storage, "third");
		assertThat(storage.find("third")).isNotNull();
	}

	private static void insert(ClientStorage storage, String clientId) {
		storage.insert(StorageInMemory.client(clientId), StorageInMemory.registration(clientId), List.of());
	}

	private static final class CountedTransactions extends TransactionTemplate {

		private int count;

		private CountedTransactions(DataSource dataSource) {
			super(new JdbcTransactionManager(dataSource));
		}

		@Override
		public <T> T execute(TransactionCallback<T> action) {
			this.count++;
			return super.execute(action);
		}

	}

}
