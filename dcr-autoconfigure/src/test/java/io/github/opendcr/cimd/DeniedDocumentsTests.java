package io.github.opendcr.cimd;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientEvent;
import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientMetadataDocumentStore;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.OperatorAction;
import io.github.opendcr.OperatorAction.Kind;
import io.github.opendcr.Registrant;
import io.github.opendcr.cimd.DocumentsInMemory.OwnRepository;

import org.springframework.dao.CannotAcquireLockException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeniedDocuments}.
 */
class DeniedDocumentsTests {

	private static final Instant START = DocumentsInMemory.START;

	private static final String URL = DocumentsInMemory.URL;

	private final DocumentsInMemory server = new DocumentsInMemory();

	private final DeniedDocuments denied = new DeniedDocuments(this.server.documents, this.server.lifecycle,
			this.server.records());

	@Test
	void denyWhenThereIsAClientThenItIsDeleted() {
		this.server.make(URL);
		this.server.events.clear();
		assertThat(this.denied.deny(URL, "spam")).isTrue();
		assertThat(this.server.registration(URL)).isNull();
		assertThat(this.server.documents.isDenied(URL)).isTrue();
		OperatorAction action = new OperatorAction(URL, Kind.DENIED, null, "spam", START);
		OperatorAction deleted = new OperatorAction(URL, Kind.DELETED, null, "spam", START);
		assertThat(this.server.actions.find(URL, 10)).containsExactlyInAnyOrder(action, deleted);
		assertThat(this.server.events).contains(action, deleted)
			.hasSize(3)
			.hasAtLeastOneElementOfType(ClientEvent.Deleted.class);
	}

	@Test
	void denyWhenThereIsNoneThenDeniedAllTheSame() {
		assertThat(this.denied.deny(URL, null)).isFalse();
		assertThat(this.denied.list(null, 10)).containsExactly(URL);
		assertThat(this.denied.list(URL, 10)).isEmpty();
		assertThat(this.server.events).isEmpty();
	}

	@Test
	void denyWhenAClientRegisteredUnderThatNameThenItStays() {
		this.server.registrations.insert(new ClientRegistration(URL, "id", ClientMetadata.empty(), null, START, START,
				Registrant.ANONYMOUS, null, ClientStatus.ACTIVE, null));
		assertThat(this.denied.deny(URL, null)).isFalse();
		assertThat(this.server.registration(URL).status()).isEqualTo(ClientStatus.ACTIVE);
	}

	@Test
	void denyWhenClientsCannotBeDeletedThenDisabled() {
		this.server.make(URL);
		DeniedDocuments unable = new DeniedDocuments(this.server.documents,
				this.server.lifecycle(this.server.storage(new OwnRepository(this.server))), this.server.records());
		assertThat(unable.deny(URL, null)).isTrue();
		assertThat(this.server.registration(URL).status()).isEqualTo(ClientStatus.DISABLED);
	}

	@Test
	void denyWhenItsClientIsBeingMadeThenDeniedAtTheSecondTry() {
		int[] tries = { 0 };
		ClientMetadataDocumentStore busy = (ClientMetadataDocumentStore) Proxy.newProxyInstance(
				getClass().getClassLoader(), new Class<?>[] { ClientMetadataDocumentStore.class },
				(proxy, method, arguments) -> {
					if (method.getName().equals("deny") && tries[0]++ == 0) {
						throw new CannotAcquireLockException("made up");
					}
					try {
						return method.invoke(this.server.documents, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
		assertThat(new DeniedDocuments(busy, this.server.lifecycle, this.server.records()).deny(URL, null)).isFalse();
		assertThat(this.server.documents.isDenied(URL)).isTrue();
	}

	@Test
	void permitWhenItWasDeniedThenWithTheReason() {
		assertThat(this.denied.permit(URL, "never was")).isFalse();
		assertThat(this.server.actions.find(URL, 10)).isEmpty();
		this.denied.deny(URL, null);
		assertThat(this.denied.permit(URL, "they mended it")).isTrue();
		OperatorAction action = new OperatorAction(URL, Kind.PERMITTED, null, "they mended it", START);
		assertThat(this.server.actions.find(URL, 10)).containsExactly(action);
		assertThat(this.server.events).containsExactly(action);
		assertThat(this.denied.list(null, 10)).isEmpty();
	}

}
