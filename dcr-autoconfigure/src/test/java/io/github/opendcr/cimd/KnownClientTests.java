package io.github.opendcr.cimd;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientMetadataDocument;
import io.github.opendcr.ClientMetadataDocument.Absence;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationContext;
import io.github.opendcr.server.chain.TestServices;
import io.github.opendcr.statement.SoftwareStatementPrecedence.Stated;
import io.github.opendcr.storage.ClientStorage.StoredClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KnownClient}: what is there of a client and of its document, and what
 * follows.
 */
class KnownClientTests {

	private static final Instant SEEN = Instant.parse("2026-01-01T00:00:00Z");

	private static final Instant FRESH_UNTIL = SEEN.plusSeconds(60);

	private static final Registrant REGISTRANT = Registrant.ofDocument("some");

	private static final ClientMetadata METADATA = ClientMetadata.of(Map.of("client_name", "Notes"));

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			both,         there,       true,  tag
			both,         UNREACHABLE, false, tag
			both,         GONE,        false, tag
			both,         INVALID,     false, -
			both,         -,           false, -
			registration, there,       false, -
			-,            there,       false, -
			-,            -,           false, -""")
	void isFreshAndEntityTagThenByWhatIsThere(@Nullable String stored, @Nullable String document, boolean fresh,
			@Nullable String entityTag) {
		KnownClient known = new KnownClient(stored(stored, ClientStatus.ACTIVE), document(document));
		assertThat(known.isFresh(FRESH_UNTIL.minusMillis(1))).isEqualTo(fresh);
		assertThat(known.isFresh(FRESH_UNTIL)).isFalse();
		assertThat(known.entityTag(REGISTRANT)).isEqualTo(entityTag);
		assertThat(known.entityTag(REGISTRANT.withPolicy("other"))).isNull();
	}

	@Test
	void contextThenWithTheRegistrationOfAWholeClient() {
		StoredClient whole = stored("both", ClientStatus.ACTIVE);
		assertThat(new KnownClient(whole, null).context(Registrant.ANONYMOUS))
			.isEqualTo(new RegistrationContext(Registrant.ANONYMOUS, registration(ClientStatus.ACTIVE)));
		for (KnownClient half : List.of(new KnownClient(stored("registration", ClientStatus.ACTIVE), null),
				new KnownClient(null, null))) {
			assertThat(half.context(REGISTRANT)).isEqualTo(RegistrationContext.of(REGISTRANT));
			assertThat(half.client()).isNull();
		}
	}

	@ParameterizedTest
	@EnumSource
	void isInactiveUnlessItsStatusIsActive(ClientStatus status) {
		assertThat(new KnownClient(stored("registration", status), null).isInactive())
			.isEqualTo(status != ClientStatus.ACTIVE);
		assertThat(new KnownClient(null, document("there")).isInactive()).isFalse();
	}

	@Test
	void isWhatThenOnTheSameTermsWithTheSameMetadata() {
		KnownClient known = new KnownClient(stored("both", ClientStatus.ACTIVE), null);
		assertThat(known.isWhat(negotiated(METADATA), REGISTRANT)).isTrue();
		assertThat(known.isWhat(negotiated(METADATA), REGISTRANT.withPolicy("other"))).isFalse();
		assertThat(known.isWhat(negotiated(METADATA.with("client_name", "Other")), REGISTRANT)).isFalse();
	}

	private static Negotiated negotiated(ClientMetadata effective) {
		return new Negotiated(new Stated(ClientMetadata.empty(), null, ClientMetadata.empty()), effective, List.of());
	}

	private static @Nullable StoredClient stored(@Nullable String what, ClientStatus status) {
		return (what != null)
				? new StoredClient(registration(status), what.equals("both") ? TestServices.client() : null) : null;
	}

	private static ClientRegistration registration(ClientStatus status) {
		return new ClientRegistration("client", "id", METADATA, null, SEEN, SEEN, REGISTRANT, null, status, null);
	}

	private static @Nullable ClientMetadataDocument document(@Nullable String absence) {
		return (absence != null) ? new ClientMetadataDocument("https://client.example/c", "tag", "hash", SEEN,
				FRESH_UNTIL, absence.equals("there") ? null : new Absence(SEEN, absence)) : null;
	}

}
