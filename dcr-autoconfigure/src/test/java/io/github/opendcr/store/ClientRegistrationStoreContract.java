package io.github.opendcr.store;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientPage;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistration.FormerToken;
import io.github.opendcr.ClientRegistration.TokenRecord;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.ClientSearch;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.Registrant;
import io.github.opendcr.testkit.TestDatabases;

import org.springframework.dao.DuplicateKeyException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What every {@link ClientRegistrationStore} must do, an application's own among them. A
 * test class of a store extends this one and supplies an empty store for each test; of a
 * store that takes part in transactions, it extends
 * {@link TransactionalClientRegistrationStoreContract} and supplies those, too.
 * <p>
 * To add a database: write {@code schema-x.sql} and {@code indexes-x.sql} beside the
 * others, add it to {@link DatabasePlatform} and to {@link TestDatabases}, and extend
 * {@link JdbcClientRegistrationStoreContract}, which is all that its test class does.
 * Times are {@code bigint}s; keys compare exactly, case included; texts have room for a
 * request of any size.
 */
public abstract class ClientRegistrationStoreContract {

	protected abstract ClientRegistrationStore store();

	@Test
	void insertWhenAllIsSetThenFoundUnchanged() {
		ClientRegistration registration = new ClientRegistration("client", "id", TestRegistrations.awkwardMetadata(),
				new TokenRecord("hash", "dcr:registration", Instant.parse("9999-12-31T23:59:59.999Z"),
						new FormerToken("h".repeat(64), Instant.parse("9999-12-31T23:59:59.999Z"), "a".repeat(5000))),
				TestRegistrations.ISSUED_AT, Instant.parse("1969-12-31T23:59:59.999Z"),
				new Registrant("Zo\u00eb \ud83d\ude80", "7f", "partner"), "https://issuer.example/tenant",
				ClientStatus.PENDING, Instant.parse("9999-12-31T23:59:59.999Z"));
		store().insert(registration);
		ClientRegistration found = find("client");
		assertThat(found).isEqualTo(registration);
		assertThat(found.metadata().asMap().keySet())
			.containsExactlyElementsOf(registration.metadata().asMap().keySet());
	}

	@Test
	void insertWhenOnlyTheNecessaryIsSetThenFoundUnchanged() {
		ClientRegistration registration = new ClientRegistration("client", "id", ClientMetadata.empty(), null,
				TestRegistrations.ISSUED_AT, TestRegistrations.ISSUED_AT, Registrant.ANONYMOUS, null,
				ClientStatus.ACTIVE, null);
		store().insert(registration);
		assertThat(find("client")).isEqualTo(registration);
	}

	@Test
	void insertWhenSomethingElseWasAskedForThenFoundUnchanged() {
		Map<String, Object> asked = new LinkedHashMap<>();
		asked.put("scope", "\ud83d\ude80".repeat(1900) + "\u0000");
		asked.put("grant_types", List.of("implicit", "other"));
		asked.put("default_max_age", 3600);
		ClientRegistration registration = TestRegistrations.registration("client", "hash")
			.withAsked(ClientMetadata.of(asked));
		store().insert(registration);
		assertThat(find("client")).isEqualTo(registration);
		assertThat(find("client").asked().asMap()).isEqualTo(asked);
		ClientRegistration granted = find("client")
			.updated(registration.metadata(), registration.registrationAccessToken(), registration.updatedAt())
			.withAsked(ClientMetadata.empty());
		assertThat(store().replace(granted, 1)).isTrue();
		assertThat(find("client").asked()).isEqualTo(ClientMetadata.empty());
	}

	@Test
	void insertWhenTokenNeverExpiresThenFoundUnchanged() {
		ClientRegistration registration = insert("client", "hash");
		assertThat(find("client")).isEqualTo(registration);
	}

	@Test
	void insertWhenNamesAreVeryLongThenFoundUnchanged() {
		ClientRegistration registration = new ClientRegistration("c".repeat(100), "i".repeat(100),
				ClientMetadata.empty(), new TokenRecord("h".repeat(64), "s".repeat(1000), null),
				TestRegistrations.ISSUED_AT, TestRegistrations.ISSUED_AT,
				new Registrant("\u65e5".repeat(20_000), "t".repeat(100), "p".repeat(100)),
				"https://issuer.example/" + "t".repeat(10_000), ClientStatus.DISABLED, null);
		store().insert(registration);
		assertThat(find(registration.clientId())).isEqualTo(registration);
	}

	@Test
	void insertWhenTimesHaveNanosecondsThenMillisecondsAreKept() {
		Instant fine = TestRegistrations.ISSUED_AT.plusNanos(456_789);
		store().insert(new ClientRegistration("client", "id", ClientMetadata.empty(),
				new TokenRecord("hash", "scope", fine, new FormerToken("former", fine, "answer")), fine, fine,
				Registrant.ANONYMOUS, null, ClientStatus.ACTIVE, fine));
		ClientRegistration found = find("client");
		assertThat(found.issuedAt()).isEqualTo(TestRegistrations.ISSUED_AT);
		assertThat(found.updatedAt()).isEqualTo(TestRegistrations.ISSUED_AT);
		assertThat(found.expiresAt()).isEqualTo(TestRegistrations.ISSUED_AT);
		assertThat(found.registrationAccessToken()).isEqualTo(new TokenRecord("hash", "scope",
				TestRegistrations.ISSUED_AT, new FormerToken("former", TestRegistrations.ISSUED_AT, "answer")));
	}

	@Test
	void insertWhenClientIdIsTakenThenDuplicateKeyAndFirstRemains() {
		ClientRegistration first = insert("client", "hash");
		assertThatExceptionOfType(DuplicateKeyException.class).isThrownBy(() -> insert("client", "other"));
		assertThat(find("client")).isEqualTo(first);
	}

	@Test
	void insertWhenClientIdsDifferInCaseThenBothAreKept() {
		ClientRegistration lower = insert("abc", "hash");
		ClientRegistration upper = insert("ABC", "hash");
		assertThat(find("abc")).isEqualTo(lower);
		assertThat(find("ABC")).isEqualTo(upper);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "abc ", "a b", "\u00e4bc", "a\u0000" })
	void insertWhenClientIdIsNoneThenIllegalArgument(String clientId) {
		assertThatIllegalArgumentException().isThrownBy(() -> insert(clientId, "hash"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "ABC", "Abc", "abc ", " abc", "abc\t", "\u00e1bc", "abc\u0000", "abc\ud83d",
			"\ud83d\ude80", "%", "ab_", "", "'" })
	void findWhenClientIdIsOnlySimilarThenNull(String clientId) {
		insert("abc", "hash");
		assertThat(store().findByClientId(clientId)).isNull();
		assertThat(store().delete(clientId, 1)).isFalse();
		assertThat(store().replace(TestRegistrations.registration(clientId, "next"), 1)).isFalse();
		assertThat(find("abc").tokenHash()).isEqualTo("hash");
	}

	@Test
	void findWhenClientIdIsOverlongThenNull() {
		assertThat(store().findByClientId("c".repeat(100_000))).isNull();
	}

	@Test
	void findByTokenThenWhoHasItNowOrHadItBefore() {
		ClientRegistration registration = insert("client", "hash");
		insert("other", "other");
		store()
			.insert(new ClientRegistration("without", "id", ClientMetadata.empty(), null, TestRegistrations.ISSUED_AT,
					TestRegistrations.ISSUED_AT, Registrant.ANONYMOUS, null, ClientStatus.ACTIVE, null));
		assertThat(store().findByToken("client", "hash")).isEqualTo(registration);
		assertThat(store().findByToken("client", "other")).isNull();
		assertThat(store().findByToken("client", "HASH")).isNull();
		assertThat(store().findByToken("Client", "hash")).isNull();
		assertThat(store().findByToken("unknown", "hash")).isNull();
		assertThat(store().findByToken("x\u0000", "hash")).isNull();
		assertThat(store().findByToken("without", "hash")).isNull();
		ClientRegistration updated = TestRegistrations.updated(registration, "next")
			.withFormerToken(new FormerToken("hash", TestRegistrations.ISSUED_AT, "answer"));
		store().replace(updated, 1);
		assertThat(store().findByToken("client", "next")).isEqualTo(updated);
		assertThat(store().findByToken("client", "hash")).isEqualTo(updated);
		assertThat(store().findByToken("client", "other")).isNull();
	}

	@Test
	void replaceWhenVersionIsExpectedThenMetadataTokenStatusTimeAndVersionChange() {
		ClientRegistration registration = insert("client", "hash");
		insert("other", "hash");
		ClientRegistration updated = new ClientRegistration("client", "not kept", TestRegistrations.awkwardMetadata(),
				new TokenRecord("next", "other:scope", TestRegistrations.ISSUED_AT.plusSeconds(1)), Instant.EPOCH,
				TestRegistrations.ISSUED_AT.plusSeconds(60), Registrant.named("not kept"), "not kept",
				ClientStatus.PENDING, Instant.EPOCH, 2, ClientMetadata.of(Map.of("scope", "all")));
		assertThat(store().replace(updated, 1)).isTrue();
		assertThat(find("client")).isEqualTo(new ClientRegistration("client", registration.registeredClientId(),
				updated.metadata(), updated.registrationAccessToken(), registration.issuedAt(), updated.updatedAt(),
				registration.registrant(), null, ClientStatus.PENDING, null, 2, updated.asked()));
		assertThat(find("other")).isEqualTo(TestRegistrations.registration("other", "hash"));
	}

	// As without rotation: the token is no witness that nobody else was there
	@Test
	void replaceWhenTokenStaysThenOnlyWithTheNewVersion() {
		ClientRegistration registration = insert("client", "hash");
		ClientRegistration updated = TestRegistrations.updated(registration, "hash");
		assertThat(store().replace(updated, 1)).isTrue();
		assertThat(store().replace(TestRegistrations.updated(registration, "late"), 1)).isFalse();
		assertThat(find("client")).isEqualTo(updated);
		assertThat(store().replace(TestRegistrations.updated(updated, "hash"), 2)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 2, -1, Long.MAX_VALUE })
	void replaceWhenVersionIsAnotherThenFalseAndUnchanged(long version) {
		ClientRegistration registration = insert("client", "hash");
		assertThat(store().replace(TestRegistrations.updated(registration, "next"), version)).isFalse();
		assertThat(store().delete("client", version)).isFalse();
		assertThat(find("client")).isEqualTo(registration);
	}

	@Test
	void replaceWhenTokenIsTakenAwayThenThereIsNone() {
		ClientRegistration updated = insert("client", "hash").updated(ClientMetadata.empty(), null,
				TestRegistrations.ISSUED_AT);
		assertThat(store().replace(updated, 1)).isTrue();
		assertThat(find("client")).isEqualTo(updated);
	}

	@Test
	void replaceWhenFormerTokenIsForgottenThenTheVersionStays() {
		ClientRegistration updated = TestRegistrations.updated(insert("client", "hash"), "next");
		ClientRegistration remembering = updated
			.withFormerToken(new FormerToken("hash", TestRegistrations.ISSUED_AT, "answer"));
		assertThat(store().replace(remembering, 1)).isTrue();
		assertThat(find("client")).isEqualTo(remembering);
		assertThat(store().replace(updated, 1)).isFalse();
		assertThat(store().replace(updated, 2)).isTrue();
		assertThat(find("client")).isEqualTo(updated);
	}

	@Test
	void replaceWhenUnknownThenFalseAndNotInserted() {
		assertThat(store().replace(TestRegistrations.registration("client", "next"), 1)).isFalse();
		assertThat(store().findByClientId("client")).isNull();
	}

	@Test
	void deleteWhenVersionIsExpectedThenGone() {
		insert("client", "hash");
		insert("other", "hash");
		assertThat(store().delete("client", 1)).isTrue();
		assertThat(store().findByClientId("client")).isNull();
		assertThat(store().delete("client", 1)).isFalse();
		assertThat(store().delete("OTHER", 1)).isFalse();
		assertThat(store().delete("\u0000", 1)).isFalse();
		assertThat(find("other")).isNotNull();
	}

	@Test
	void replaceWhenStatusChangedSinceThenFalseAndUnchanged() {
		ClientRegistration registration = insert("client", "hash");
		ClientRegistration disabled = registration.withStatus(ClientStatus.DISABLED, TestRegistrations.ISSUED_AT);
		assertThat(store().replace(disabled, 1)).isTrue();
		assertThat(store().replace(TestRegistrations.updated(registration, "next"), 1)).isFalse();
		assertThat(store().delete("client", 1)).isFalse();
		assertThat(find("client")).isEqualTo(disabled);
		assertThat(store().replace(TestRegistrations.updated(disabled, "next"), 2)).isTrue();
		assertThat(find("client").status()).isEqualTo(ClientStatus.DISABLED);
	}

	@ParameterizedTest
	@EnumSource
	@NullSource
	void findPageThenEveryClientOfTheStatusOnce(@Nullable ClientStatus status) {
		List<String> expected = new ArrayList<>();
		for (int i = 0; i < 21; i++) {
			ClientStatus its = ClientStatus.values()[i % 3];
			// letters of both cases, digits and signs: whatever the order of a database
			String clientId = "aB-_9".charAt(i % 5) + "c" + i;
			store()
				.insert(TestRegistrations.registration(clientId, "hash").withStatus(its, TestRegistrations.ISSUED_AT));
			if (status == null || its == status) {
				expected.add(clientId);
			}
		}
		List<String> found = new ArrayList<>();
		List<ClientRegistration> page = store().findPage(status, null, 4);
		while (!page.isEmpty()) {
			assertThat(page).hasSizeLessThanOrEqualTo(4);
			page.forEach((registration) -> found.add(registration.clientId()));
			page = store().findPage(status, found.get(found.size() - 1), 4);
		}
		assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
	}

	@Test
	void findPageWhenItCanBeginNowhereThenIllegalArgument() {
		for (String after : List.of("", "\u0000", "\ud83d", "x".repeat(101))) {
			assertThatIllegalArgumentException().isThrownBy(() -> store().findPage(null, after, 1));
		}
	}

	@Test
	void countThenAllThatThereAreOfWhateverStatus() {
		assertThat(store().count()).isZero();
		for (ClientStatus status : ClientStatus.values()) {
			store().insert(TestRegistrations.registration(status.name(), "hash")
				.withStatus(status, TestRegistrations.ISSUED_AT));
		}
		assertThat(store().count()).isEqualTo(ClientStatus.values().length);
		for (ClientStatus status : ClientStatus.values()) {
			assertThat(store().count(status)).isEqualTo(1);
		}
		store().delete("ACTIVE", find("ACTIVE").version());
		assertThat(store().count()).isEqualTo(ClientStatus.values().length - 1);
	}

	@Test
	void countByDayThenThoseOfEachDayFromTheFirstOn() {
		LocalDate day = LocalDate.parse("2026-03-01");
		List<String> times = List.of("2026-02-28T23:59:59.999Z", "2026-03-01T00:00:00Z", "2026-03-01T23:59:59.999Z",
				"2026-03-29T01:30:00Z");
		for (String time : times) {
			store().insert(issuedAt(time));
		}
		assertThat(store().countByDay(day)).isEqualTo(Map.of(day, 2L, day.plusDays(28), 1L));
		assertThat(store().countByDay(day.plusDays(29))).isEmpty();
	}

	private static ClientRegistration issuedAt(String time) {
		ClientRegistration some = TestRegistrations.registration("issued-" + time.replace(':', '-'), "hash");
		return new ClientRegistration(some.clientId(), some.registeredClientId(), some.metadata(),
				some.registrationAccessToken(), Instant.parse(time), some.updatedAt(), some.registrant(), null,
				some.status(), null);
	}

	@Test
	void findExpiredThenThoseThatEndedOldestFirst() {
		Instant now = TestRegistrations.ISSUED_AT;
		insertEnding("at", now);
		insertEnding("before", now.minusMillis(1));
		insertEnding("long-before", now.minusSeconds(60));
		insertEnding("after", now.plusMillis(1));
		insert("never", "hash");
		assertThat(store().findExpired(now, null, 10)).extracting(ClientRegistration::clientId)
			.containsExactly("long-before", "before", "at");
		assertThat(store().findExpired(now, null, 2)).extracting(ClientRegistration::clientId)
			.containsExactly("long-before", "before");
	}

	@Test
	void findExpiredWhenPageByPageThenEachOnceWhateverIsDeletedMeanwhile() {
		Instant now = TestRegistrations.ISSUED_AT;
		insertEnding("c3", now.minusMillis(1));
		insertEnding("c1", now.minusMillis(1));
		insertEnding("c2", now.minusMillis(1));
		insertEnding("a4", now);
		insertEnding("z0", now.minusSeconds(60));
		insertEnding("later", now.plusMillis(1));
		List<String> seen = new ArrayList<>();
		ClientRegistration last = null;
		for (List<ClientRegistration> page = store().findExpired(now, null, 2); !page.isEmpty(); page = store()
			.findExpired(now, last, 2)) {
			page.forEach((registration) -> seen.add(registration.clientId()));
			last = page.get(page.size() - 1);
			store().delete(last.clientId(), last.version());
		}
		assertThat(seen).containsExactly("z0", "c1", "c2", "c3", "a4");
	}

	@Test
	void searchWhenByNameThenPageByPageAndOnlyByWhatItIsNow() {
		for (String clientId : List.of("c4", "c1", "c3", "c2")) {
			insert(clientId, named("Same"));
		}
		insert("c5", named("samen"));
		insert("other", named("Zsame"));
		assertThat(found(named("SAME"), 2)).containsExactlyInAnyOrder("c1", "c2", "c3", "c4", "c5");
		ClientRegistration before = find("c3");
		store().replace(before.updated(named("Else"), null, TestRegistrations.ISSUED_AT), 1);
		store().delete("c4", 1);
		assertThat(found(named("same"), 2)).containsExactlyInAnyOrder("c1", "c2", "c5");
		assertThat(found(named("else"), 2)).containsExactly("c3");
		store().replace(find("c3").updated(named("Same again"), null, TestRegistrations.ISSUED_AT), 2);
		insert("c4", named("Same"));
		assertThat(found(named("same"), 2)).containsExactlyInAnyOrder("c1", "c2", "c3", "c4", "c5");
	}

	@Test
	void searchWhenNamesAreAwkwardThenStillFound() {
		List<String> names = List.of("a\u0000b", "half \ud83d", "\ud83d\ude80 rocket", "line\nbreak",
				"x".repeat(100_000), "100%_", "\uff21 wide", " blank ");
		for (int i = 0; i < names.size(); i++) {
			insert("c" + i, named(names.get(i)));
		}
		for (int i = 0; i < names.size(); i++) {
			assertThat(found(named(names.get(i)), 10)).as(names.get(i)).containsExactly("c" + i);
		}
		assertThat(found(named("\ud83d\ude80"), 10)).containsExactly("c2");
		assertThat(found(named("100_"), 10)).isEmpty();
	}

	@Test
	void searchWhenByHostSoftwareRegistrantAndTimeThenAllMustBeSo() {
		Registrant alice = new Registrant("alice", "token-1", null);
		for (int i = 0; i < 3; i++) {
			store().insert(new ClientRegistration("c" + i, "id" + i,
					ClientMetadata.of(Map.of("software_id", "s" + i, "redirect_uris",
							List.of("https://one.example/cb", "https://h" + i + ".example/cb", "com.example:/cb"))),
					null, TestRegistrations.ISSUED_AT.plusSeconds(i), TestRegistrations.ISSUED_AT, alice, null,
					(i == 1) ? ClientStatus.DISABLED : ClientStatus.ACTIVE, null));
		}
		assertThat(found(new ClientSearch(null, null, "one.example", null, null, null, null, null), 2))
			.containsExactlyInAnyOrder("c0", "c1", "c2");
		assertThat(found(new ClientSearch(null, null, "H2.example", null, null, null, null, null), 2))
			.containsExactly("c2");
		assertThat(found(new ClientSearch(null, null, null, "s1", null, null, null, null), 2)).containsExactly("c1");
		assertThat(found(new ClientSearch(ClientStatus.DISABLED, null, null, null, "alice", "token-1", null, null), 2))
			.containsExactly("c1");
		assertThat(found(new ClientSearch(null, null, null, "s1", "bob", null, null, null), 2)).isEmpty();
		assertThat(found(new ClientSearch(null, null, null, null, null, null,
				TestRegistrations.ISSUED_AT.plusSeconds(1), TestRegistrations.ISSUED_AT.plusSeconds(2)), 1))
			.containsExactlyInAnyOrder("c1", "c2");
		assertThat(found(ClientSearch.ANY, 2)).containsExactlyInAnyOrder("c0", "c1", "c2");
	}

	@Test
	void findAllThenThoseThatAreLookedForAndThere() {
		insert("c1", named("Same"));
		insert("c2", named("Else"));
		insert("c3", named("Same"));
		ClientSearch same = new ClientSearch(ClientStatus.ACTIVE, "same", null, null, null, null, null, null);
		assertThat(store().findAll(same, List.of("c3", "c2", "gone", "\0"))).containsExactly(find("c3"));
		assertThat(store().findAll(ClientSearch.ANY, List.of("c1", "c2"))).containsExactlyInAnyOrder(find("c1"),
				find("c2"));
		assertThat(store().findAll(same, List.of())).isEmpty();
		assertThat(store().findAll(same, List.of("\0"))).isEmpty();
	}

	private void insert(String clientId, ClientMetadata metadata) {
		store()
			.insert(new ClientRegistration(clientId, "id-of-" + clientId, metadata, null, TestRegistrations.ISSUED_AT,
					TestRegistrations.ISSUED_AT, Registrant.ANONYMOUS, null, ClientStatus.ACTIVE, null));
	}

	private static ClientMetadata named(String name) {
		return ClientMetadata.of(Map.of("client_name", name));
	}

	private List<String> found(ClientMetadata name, int limit) {
		return found(
				new ClientSearch(null, (String) name.asMap().get("client_name"), null, null, null, null, null, null),
				limit);
	}

	private List<String> found(ClientSearch search, int limit) {
		List<String> found = new ArrayList<>();
		ClientPage page = store().search(search, null, limit);
		page.clients().forEach((registration) -> found.add(registration.clientId()));
		while (page.next() != null) {
			page = store().search(search, page.next(), limit);
			page.clients().forEach((registration) -> found.add(registration.clientId()));
		}
		return found;
	}

	private void insertEnding(String clientId, Instant expiresAt) {
		store().insert(new ClientRegistration(clientId, "id", ClientMetadata.empty(), null, TestRegistrations.ISSUED_AT,
				TestRegistrations.ISSUED_AT, Registrant.ANONYMOUS, null, ClientStatus.ACTIVE, expiresAt));
	}

	protected final ClientRegistration insert(String clientId, String tokenHash) {
		ClientRegistration registration = TestRegistrations.registration(clientId, tokenHash);
		store().insert(registration);
		return registration;
	}

	protected final ClientRegistration find(String clientId) {
		return Objects.requireNonNull(store().findByClientId(clientId));
	}

}
