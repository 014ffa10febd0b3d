package io.github.opendcr.cimd;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.opendcr.ClientEvent;
import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientMetadataDocument.Absence;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.Registrant;
import io.github.opendcr.cimd.DocumentAdmission.Decision;
import io.github.opendcr.cimd.DocumentsInMemory.OwnRepository;
import io.github.opendcr.fetch.ClientUriFetchException;
import io.github.opendcr.fetch.FailureKind;
import io.github.opendcr.fetch.FetchRequest;
import io.github.opendcr.fetch.FetchResult;
import io.github.opendcr.server.client.DocumentResolution.Caller;

import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DocumentRegistration}: a document becomes a client, which follows it.
 */
class DocumentRegistrationTests {

	private static final Duration FRESH = DocumentsInMemory.FRESH;

	private static final Duration MAX_STALE = DocumentsInMemory.MAX_STALE;

	private static final Instant START = DocumentsInMemory.START;

	private static final String URL = DocumentsInMemory.URL;

	private static final Caller USER = DocumentsInMemory.USER;

	private static final String OTHER = "https://client.example/other";

	private final DocumentsInMemory server = new DocumentsInMemory();

	private final DocumentClients clients = this.server.clients;

	private void resolve(String url) {
		this.clients.resolve(url, USER);
	}

	private void assertRefused(String url, String decision) {
		this.server.assertRefused(decision, () -> resolve(url));
	}

	private static FetchResult failure(FailureKind kind) {
		return new FetchResult.Failure(kind, "It can't be had", null);
	}

	private static ClientRegistration left(ClientStatus status) {
		return new ClientRegistration(URL, "left", ClientMetadata.empty(), null, START, START,
				Registrant.ofDocument("usual"), null, status, null);
	}

	private List<String> entityTags() {
		return this.server.requests.stream().map(FetchRequest::entityTag).toList();
	}

	private String name() {
		return this.server.registration(URL).metadata().getClientName();
	}

	@Test
	void resolveWhenItIsNewThenFetchedAndRegisteredOnItsTerms() {
		this.server.serveClient(URL, "Notes");
		this.server.serveClient(OTHER, "Other");
		this.server.decisions.put(OTHER, Decision.admit("other"));
		resolve(URL);
		resolve(OTHER);
		assertThat(this.server.registration(URL).registrant()).isEqualTo(Registrant.ofDocument("usual"));
		assertThat(this.server.registration(OTHER).registrant()).isEqualTo(Registrant.ofDocument("other"));
		assertThat(this.server.findByClientId(URL).getClientName()).isEqualTo("Notes");
		assertThat(this.server.document(URL).freshUntil()).isEqualTo(START.plus(FRESH));
		assertThat(this.server.document(URL).entityTag()).isEqualTo("\"one\"");
		assertThat(this.server.events).containsExactly(new ClientEvent.Registered(this.server.registration(URL)),
				new ClientEvent.Registered(this.server.registration(OTHER)));
		assertThat(this.server.observed).isEmpty();
	}

	@Test
	void resolveWhenItIsFreshThenNotFetchedAndAfterThatAskedWhetherItHasChanged() {
		this.server.make(URL);
		resolve(URL);
		this.server.clock.advance(FRESH);
		resolve(URL);
		resolve(URL);
		assertThat(entityTags()).containsExactly(null, "\"one\"");
		assertThat(this.server.document(URL).freshUntil()).isEqualTo(START.plus(FRESH).plus(FRESH));
		assertThat(this.server.registration(URL).version()).isOne();
	}

	@Test
	void resolveWhenItWasJudgedByAnotherProcessThenFetchedWhole() {
		this.server.make(URL);
		ClientRegistration registration = this.server.registration(URL);
		this.server.registrations.replace(registration.updated(registration.metadata(), null, START), 1);
		this.server.clock.advance(FRESH);
		resolve(URL); // which judges it
		this.server.clock.advance(FRESH);
		resolve(URL);
		assertThat(entityTags()).containsExactly(null, null, "\"one\"");
		assertThat(this.server.registration(URL).version()).isEqualTo(2);
		assertThat(this.server.document(URL).freshUntil()).isEqualTo(START.plus(FRESH.multipliedBy(3)));
	}

	@Test
	void resolveWhenItHasChangedThenUpdated() {
		this.server.make(URL);
		ClientRegistration before = this.server.registration(URL);
		this.server.events.clear();
		this.server.serve(URL, new FetchResult.Document(DocumentsInMemory.client(URL, "Renamed"), "\"two\"", null));
		this.server.clock.advance(FRESH);
		resolve(URL);
		assertThat(name()).isEqualTo("Renamed");
		assertThat(this.server.document(URL).entityTag()).isEqualTo("\"two\"");
		assertThat(this.server.events).containsExactly(new ClientEvent.Updated(before, this.server.registration(URL)));
		this.server.clock.advance(FRESH);
		resolve(URL);
		assertThat(entityTags()).containsExactly(null, "\"one\"", "\"two\"");
	}

	@Test
	void resolveWhenItsTermsHaveChangedThenUpdatedThoughTheDocumentIsTheSame() {
		this.server.make(URL);
		this.server.decisions.put(URL, Decision.admit("other"));
		this.server.clock.advance(FRESH);
		resolve(URL);
		assertThat(entityTags()).containsExactly(null, null);
		assertThat(this.server.registration(URL).registrant()).isEqualTo(Registrant.ofDocument("other"));
	}

	@Test
	void resolveWhenDocumentIsNoneThenRefusedAndKnownUntilItIsOneAgain() {
		this.server.serve(OTHER, new FetchResult.Document("{}", null, null));
		assertRefused(OTHER, "invalid");
		assertThat(this.server.document(OTHER)).isNull();
		this.server.make(URL);
		this.server.serve(URL, new FetchResult.Document("{}", null, null));
		this.server.clock.advance(FRESH);
		assertRefused(URL, "invalid");
		assertThat(this.server.document(URL).absence()).isEqualTo(new Absence(START.plus(FRESH), "INVALID"));
		assertRefused(URL, "unavailable"); // is left alone for a while
		assertThat(this.server.requests).hasSize(3);
		this.server.serveClient(URL, "Notes");
		this.server.clock.advance(Duration.ofMinutes(1));
		resolve(URL);
		assertThat(this.server.document(URL).absence()).isNull();
	}

	@Test
	void resolveWhenKeysOfItsStatementCannotBeHadThenTheLastGoodCopyServes() {
		String json = DocumentsInMemory.client(URL, "Notes").replaceFirst("\\{", "{\"software_statement\":\"x\",");
		this.server.make(URL);
		this.server.serve(URL, new FetchResult.Document(json, null, null));
		this.server.clock.advance(FRESH);
		resolve(URL);
		assertThat(this.server.document(URL).absence().kind()).isEqualTo("UNAVAILABLE");
		resolve(URL);
		assertThat(this.server.requests).hasSize(2);
	}

	@ParameterizedTest
	@CsvSource({ "UNREACHABLE, true", "UNAVAILABLE, true", "CHALLENGED, true", "GONE, false", "UNUSABLE, false",
			"REFUSED, false" })
	void resolveWhenItCannotBeHadThenTheLastGoodCopyServesForAWhileUnlessThatSaysNo(FailureKind kind, boolean serves) {
		this.server.serve(OTHER, failure(kind));
		assertRefused(OTHER, "unavailable");
		this.server.make(URL);
		this.server.serve(URL, failure(kind));
		this.server.clock.advance(FRESH);
		if (serves) {
			resolve(URL);
			this.server.clock.advance(MAX_STALE.minus(FRESH).minusMillis(1));
			resolve(URL);
			this.server.clock.advance(Duration.ofMillis(1));
		}
		assertRefused(URL, "unavailable");
		assertThat(this.server.document(URL).absence()).isEqualTo(new Absence(START.plus(FRESH), kind.name()));
	}

	@Test
	void resolveWhenTheFetcherOfTheApplicationFailsThenAsIfItsHostDidNotAnswer() {
		this.server.make(URL);
		this.server.serve(URL, (request) -> {
			throw new ClientUriFetchException("There is no network", null);
		});
		this.server.clock.advance(FRESH);
		resolve(URL);
		assertThat(this.server.document(URL).absence().kind()).isEqualTo("UNREACHABLE");
	}

	@Test
	void resolveWhenThisServerIsBusyThenNothingIsKnownOfTheDocument() {
		this.server.make(URL);
		this.server.serve(URL, failure(FailureKind.BUSY));
		this.server.clock.advance(FRESH);
		resolve(URL);
		assertThat(this.server.document(URL).absence()).isNull();
		this.server.clock.advance(MAX_STALE);
		resolve(URL); // its host said nothing else since
	}

	@Test
	void resolveWhenHostSaysThatNothingChangedThoughNothingIsKnownThenRefused() {
		this.server.serve(URL, new FetchResult.NotModified(null));
		assertRefused(URL, "unavailable");
	}

	@Test
	void resolveWhenWhatIsKnownOfTheDocumentWasLostThenKnownAgain() {
		this.server.make(URL);
		this.server.documents.remove(URL);
		resolve(URL);
		assertThat(this.server.document(URL)).isNotNull();
		assertThat(this.server.registration(URL).version()).isOne();
		assertThat(entityTags()).containsExactly(null, null);
	}

	@Test
	void resolveWhenAHalfOfTheClientWasRemovedThenMadeAnew() {
		this.server.registrations.insert(left(ClientStatus.ACTIVE));
		this.server.serveClient(URL, "Notes");
		resolve(URL);
		assertThat(this.server.registration(URL).registeredClientId()).isNotEqualTo("left");
		assertThat(this.server.findByClientId(URL).getId())
			.isEqualTo(this.server.registration(URL).registeredClientId());
	}

	@Test
	void resolveWhenOthersChangeThatHalfMeanwhileThenAnotherAttempt() {
		ClientRegistration half = left(ClientStatus.ACTIVE);
		this.server.registrations.insert(half);
		this.server.serve(URL, (request) -> {
			if (this.server.requests.size() == 1) {
				this.server.registrations.replace(half.updated(ClientMetadata.empty(), null, START), 1);
			}
			return new FetchResult.Document(DocumentsInMemory.client(URL, "Notes"), null, null);
		});
		resolve(URL);
		assertThat(this.server.requests).hasSize(2);
		assertThat(this.server.findByClientId(URL)).isNotNull();
	}

	@Test
	void resolveWhenDatabaseTakesItForAnotherThenRefused() {
		this.server.replaceRepository(
				new OwnRepository(new InMemoryRegisteredClientRepository(DocumentsInMemory.configured(URL))) {

					@Override
					public RegisteredClient findByClientId(String clientId) {
						return super.findByClientId(clientId.toLowerCase(Locale.ROOT));
					}

				});
		this.server.serveClient("https://client.example/C", "Twin");
		assertRefused("https://client.example/C", "invalid");
		assertThat(this.server.requests).isEmpty();
	}

	@Test
	void resolveWhenThereAreAsManyAsThereMayBeThenRefusedUnlessTheOperatorListedIt() {
		for (int i = 0; i < DocumentsInMemory.MAX_CLIENTS; i++) {
			String url = "https://client.example/" + i;
			this.server.serveClient(url, "Notes");
			resolve(url);
		}
		this.server.serveClient(URL, "One too many");
		assertRefused(URL, "too_many");
		assertThat(this.server.requests).hasSize(DocumentsInMemory.MAX_CLIENTS);
		this.clients.refresh(URL);
		this.server.clock.advance(FRESH);
		resolve(URL);
		assertThat(entityTags()).endsWith("\"one\"");
	}

	@ParameterizedTest
	@EnumSource(names = { "PENDING", "DISABLED" })
	void resolveWhenAnOperatorHasToSaySomethingFirstThenNotFetched(ClientStatus status) {
		this.server.make(URL);
		this.server.registrations.replace(this.server.registration(URL).withStatus(status, START), 1);
		this.server.clock.advance(FRESH);
		resolve(URL);
		assertThat(this.server.requests).hasSize(1);
	}

	@Test
	void resolveWhenOthersMadeItMeanwhileThenTheirsServes() {
		this.server.serve(URL, (request) -> {
			if (this.server.requests.size() == 1) {
				this.server.registrations.insert(left(ClientStatus.DISABLED));
			}
			return new FetchResult.Document(DocumentsInMemory.client(URL, "Notes"), null, null);
		});
		resolve(URL);
		assertThat(this.server.requests).hasSize(1);
		assertThat(this.server.registration(URL).registeredClientId()).isEqualTo("left");
		assertThat(this.server.events).isEmpty();
	}

	@Test
	void resolveWhenOthersKeepChangingItThenComeAgain() {
		this.server.make(URL);
		this.server.serve(URL, (request) -> {
			ClientRegistration registration = this.server.registration(URL);
			this.server.registrations.replace(registration.updated(registration.metadata(), null, START),
					registration.version());
			return new FetchResult.Document(DocumentsInMemory.client(URL, "Renamed"), null, null);
		});
		this.server.clock.advance(FRESH);
		assertRefused(URL, "unavailable");
		assertThat(this.server.requests).hasSize(6);
		assertThat(name()).isEqualTo("Notes");
	}

	@Test
	void resolveWhenAnOperatorDeniesItMeanwhileThenNothingIsMade() {
		this.server.serve(URL, (request) -> {
			this.server.documents.deny(URL, START);
			return new FetchResult.Document(DocumentsInMemory.client(URL, "Notes"), null, null);
		});
		assertRefused(URL, "denied");
		assertThat(this.server.registration(URL)).isNull();
		this.server.make(OTHER);
		this.server.serve(OTHER, (request) -> {
			this.server.documents.deny(OTHER, START);
			return new FetchResult.Document(DocumentsInMemory.client(OTHER, "Renamed"), null, null);
		});
		this.server.clock.advance(FRESH);
		assertRefused(OTHER, "denied");
		assertThat(this.server.registration(OTHER).metadata().getClientName()).isEqualTo("Notes");
	}

}
