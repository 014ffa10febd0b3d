package io.github.opendcr.store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import javax.sql.DataSource;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientPage;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientSearch;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.Registrant;
import io.github.opendcr.testkit.MutableClock;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What {@link ClientTermIndex} must do on every database: clients are found before it has
 * written their terms, while it does, and after it. The tests of searches run without it.
 */
abstract class ClientTermIndexContract extends TransactionalClientRegistrationStoreContract {

	private static final ClientSearch SAME = new ClientSearch(null, "same", null, null, null, null, null, null);

	private final MutableClock clock = new MutableClock(TestRegistrations.ISSUED_AT);

	abstract DataSource dataSource();

	@BeforeEach
	void emptyTables() {
		for (String table : List.of("dcr_client_registration", "dcr_client_term", "dcr_client_term_progress")) {
			jdbcTemplate().update("DELETE FROM " + table);
		}
		store().search(SAME, null, 1); // and so the store knows
		this.clock.set(TestRegistrations.ISSUED_AT);
	}

	@Test
	void searchWhenIndexGoesOnBetweenPagesThenEachClientComesOnce() {
		for (int i = 0; i < 6; i++) {
			insert("c" + i, "Same", TestRegistrations.ISSUED_AT.plusSeconds(30 * i));
		}
		for (int limit : new int[] { 1, 2, 10 }) {
			assertThat(foundSame(limit)).containsExactly("c0", "c1", "c2", "c3", "c4", "c5");
		}
		assertThat(terms()).isZero();
		this.clock.advance(ClientTermIndex.DELAY);
		assertThat(foundSame(1, this::index)).containsExactly("c0", "c1", "c2", "c3", "c4", "c5");
		assertThat(terms()).isEqualTo(1);
		this.clock.advance(Duration.ofSeconds(90));
		assertThat(foundSame(2, this::index)).containsExactly("c1", "c2", "c3", "c4", "c5", "c0");
		assertThat(terms()).isEqualTo(4);
		assertThat(foundSame(1, this::index)).containsExactly("c4", "c5", "c0", "c1", "c2", "c3");
		ClientSearch inTime = new ClientSearch(null, "Same", null, null, null, null,
				TestRegistrations.ISSUED_AT.plusSeconds(60), TestRegistrations.ISSUED_AT.plusSeconds(120));
		assertThat(store().search(inTime, null, 10).clients()).extracting(ClientRegistration::clientId)
			.containsExactlyInAnyOrder("c4", "c2", "c3");
	}

	@Test
	void indexWhenClientsChangedThenFoundByWhatTheyAreNow() {
		insert("changed", "Before", TestRegistrations.ISSUED_AT);
		insert("deleted", "Before", TestRegistrations.ISSUED_AT);
		insert("later", "Before", TestRegistrations.ISSUED_AT);
		rename("changed", "Same");
		store().delete("deleted", 1);
		this.clock.advance(ClientTermIndex.DELAY);
		index();
		assertThat(terms()).isEqualTo(2);
		rename("later", "Same");
		assertThat(foundSame(10)).containsExactly("changed", "later");
		assertThat(terms()).isEqualTo(2);
		store().delete("changed", 2);
		store().delete("later", 2);
		assertThat(terms()).isZero();
	}

	@Test
	void searchWhenTermsAreOfAnotherTimeThenOnlyWhatIsSoIsFound() {
		insert("client", "Else", TestRegistrations.ISSUED_AT);
		this.clock.advance(ClientTermIndex.DELAY);
		index();
		// as the index leaves them that read a client which changed before it wrote
		for (String clientId : List.of("client", "gone")) {
			jdbcTemplate().update("INSERT INTO dcr_client_term (term, client_id) VALUES ('nsame', ?)", clientId);
		}
		assertThat(foundSame(10)).isEmpty();
		rename("client", "Same");
		assertThat(foundSame(10)).containsExactly("client");
	}

	@Test
	void insertWhenIndexHasPassedItsTimeThenFound() {
		this.clock.advance(Duration.ofDays(1));
		insert("new", "Other", this.clock.instant());
		this.clock.advance(ClientTermIndex.DELAY);
		index();
		insert("adopted", "Same", TestRegistrations.ISSUED_AT);
		insert("by-a-clock-that-is-behind", "Same", TestRegistrations.ISSUED_AT.plusSeconds(1));
		assertThat(foundSame(10)).containsExactly("adopted", "by-a-clock-that-is-behind");
		assertThat(terms()).isEqualTo(3);
		insert("as-new-as-ever", "Same", this.clock.instant());
		assertThat(foundSame(1)).containsExactly("as-new-as-ever", "adopted", "by-a-clock-that-is-behind");
		assertThat(terms()).isEqualTo(3);
	}

	@Test
	void indexWhenStoppedThenTheNextGoesOnAndSeveralAtOnceDoNoHarm() throws Exception {
		int number = 1100; // two batches and a bit, all of one millisecond
		transactions().executeWithoutResult((status) -> {
			for (int i = 0; i < number; i++) {
				insert("c" + (1000 + i), "Same", TestRegistrations.ISSUED_AT);
			}
		});
		this.clock.advance(ClientTermIndex.DELAY);
		AtomicInteger batches = new AtomicInteger();
		index(() -> batches.incrementAndGet() > 2);
		assertThat(terms()).isEqualTo(1000);
		assertThat(foundSame(500)).hasSize(number).doesNotHaveDuplicates();
		this.calls.atOnce(4, (caller) -> {
			try {
				index();
			}
			catch (ConcurrencyFailureException | DuplicateKeyException ex) {
				// the next one finds out how far others came
			}
			return true;
		});
		index();
		assertThat(terms()).isEqualTo(number);
		assertThat(foundSame(500)).hasSize(number).doesNotHaveDuplicates();
		jdbcTemplate().update("DELETE FROM dcr_client_term");
		jdbcTemplate().update("DELETE FROM dcr_client_term_progress");
		assertThat(foundSame(500)).hasSize(number);
		index();
		assertThat(terms()).isEqualTo(number);
	}

	@Test
	void indexWhenItFailsThenTheNextBeginsWhereItBegan() {
		insert("client", "Same", TestRegistrations.ISSUED_AT);
		this.clock.advance(ClientTermIndex.DELAY);
		jdbcTemplate().execute("ALTER TABLE dcr_client_term RENAME TO dcr_client_term_gone");
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(this::index);
		jdbcTemplate().execute("ALTER TABLE dcr_client_term_gone RENAME TO dcr_client_term");
		index();
		assertThat(terms()).isEqualTo(1);
		assertThat(foundSame(10)).containsExactly("client");
	}

	@Test
	void searchWhenSeveralThingsAreLookedForThenTheSameByWhateverIndex() {
		List<ClientRegistration> all = new ArrayList<>();
		for (int i = 0; i < 48; i++) {
			all.add(several(i));
			store().insert(all.get(i));
		}
		assertThat(terms()).isZero();
		assertEachSearchFinds(all);
		this.clock.set(TestRegistrations.ISSUED_AT.plusSeconds(24 * 30).plus(ClientTermIndex.DELAY));
		index();
		assertThat(jdbcTemplate().queryForList("SELECT DISTINCT client_id FROM dcr_client_term", String.class))
			.hasSize(25);
		assertEachSearchFinds(all);
		this.clock.advance(Duration.ofDays(1));
		index();
		assertEachSearchFinds(all);
	}

	private static ClientRegistration several(int i) {
		Instant at = TestRegistrations.ISSUED_AT.plusSeconds(30 * i);
		ClientMetadata metadata = ClientMetadata.of(Map.of("client_name", (i % 2 == 0) ? "Same" : "Else", "software_id",
				"s" + i % 3, "redirect_uris", List.of("https://h" + i % 5 + ".example/cb", "http://localhost/cb")));
		return new ClientRegistration("c" + (90 - i), "id-of-" + i, metadata, null, at, at,
				new Registrant("r" + i % 4, (i % 7 == 0) ? "token" : null, null), null,
				ClientStatus.values()[(i % 6 < 4) ? 0 : i % 3], null);
	}

	private void assertEachSearchFinds(List<ClientRegistration> all) {
		Instant from = TestRegistrations.ISSUED_AT.plusSeconds(10 * 30);
		Instant until = TestRegistrations.ISSUED_AT.plusSeconds(40 * 30);
		for (int parts = 1; parts < 128; parts++) {
			ClientStatus status = ClientStatus.values()[parts % 3];
			ClientSearch search = new ClientSearch(is(parts, 1) ? status : null, is(parts, 2) ? "SAM" : null,
					is(parts, 4) ? "h1.Example" : null, is(parts, 8) ? "s1" : null, is(parts, 16) ? "r1" : null,
					is(parts, 32) ? "token" : null, is(parts, 64) ? from : null,
					(is(parts, 64) && is(parts, 1)) ? until : null);
			List<String> expected = all.stream().filter(search::matches).map(ClientRegistration::clientId).toList();
			assertThat(found(search, 2, () -> {
			})).as(search.toString()).containsExactlyInAnyOrderElementsOf(expected);
			assertThat(store().findAll(search, all.stream().map(ClientRegistration::clientId).toList()))
				.as(search.toString())
				.extracting(ClientRegistration::clientId)
				.containsExactlyInAnyOrderElementsOf(expected);
		}
	}

	private static boolean is(int parts, int part) {
		return (parts & part) != 0;
	}

	@Test
	void searchWhenPlaceIsOfAnotherSearchThenIllegalArgument() {
		insert("c1", "Same", TestRegistrations.ISSUED_AT);
		insert("c2", "Same", TestRegistrations.ISSUED_AT);
		this.clock.advance(ClientTermIndex.DELAY);
		index();
		String next = store().search(SAME, null, 1).next();
		assertThat(next).isNotNull();
		ClientSearch other = new ClientSearch(ClientStatus.PENDING, null, "h", null, null, null, null, null);
		assertThatIllegalArgumentException().isThrownBy(() -> store().search(other, next, 1));
	}

	@Test
	void searchWhenAfterIsNoPlaceThenIllegalArgument() {
		for (String place : List.of("x", "1\nx", "x\n1\nclient", "1\n\nclient", "1\nnsame\nzo\u00eb", "1\nn\0\nclient",
				"1\n:\nclient")) {
			String after = Base64.getUrlEncoder()
				.withoutPadding()
				.encodeToString(place.getBytes(StandardCharsets.UTF_8));
			assertThatIllegalArgumentException().as(place).isThrownBy(() -> store().search(SAME, after, 10));
		}
	}

	private JdbcTemplate jdbcTemplate() {
		return new JdbcTemplate(dataSource());
	}

	private void index() {
		index(() -> false);
	}

	private void index(BooleanSupplier stopping) {
		((JdbcClientRegistrationStore) store()).termIndex(transactions(), this.clock).accept(stopping);
	}

	private int terms() {
		return jdbcTemplate().queryForObject("SELECT count(*) FROM dcr_client_term", Integer.class);
	}

	private void insert(String clientId, String name, Instant issuedAt) {
		store().insert(
				new ClientRegistration(clientId, "id-of-" + clientId, ClientMetadata.of(Map.of("client_name", name)),
						null, issuedAt, issuedAt, Registrant.ANONYMOUS, null, ClientStatus.ACTIVE, null));
	}

	private void rename(String clientId, String name) {
		ClientRegistration before = find(clientId);
		ClientMetadata metadata = ClientMetadata.of(Map.of("client_name", name));
		assertThat(store().replace(before.updated(metadata, null, before.updatedAt()), before.version())).isTrue();
	}

	private List<String> foundSame(int limit) {
		return foundSame(limit, () -> {
		});
	}

	private List<String> foundSame(int limit, Runnable betweenPages) {
		return found(SAME, limit, betweenPages);
	}

	private List<String> found(ClientSearch search, int limit, Runnable betweenPages) {
		List<String> found = new ArrayList<>();
		ClientPage page = store().search(search, null, limit);
		page.clients().forEach((registration) -> found.add(registration.clientId()));
		while (page.next() != null) {
			betweenPages.run();
			page = store().search(search, page.next(), limit);
			page.clients().forEach((registration) -> found.add(registration.clientId()));
		}
		return found;
	}

}
