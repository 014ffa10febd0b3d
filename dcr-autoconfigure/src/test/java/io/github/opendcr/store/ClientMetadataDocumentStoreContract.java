package io.github.opendcr.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.opendcr.ClientMetadataDocument;
import io.github.opendcr.ClientMetadataDocument.Absence;
import io.github.opendcr.ClientMetadataDocumentStore;
import io.github.opendcr.testkit.ConcurrentCalls;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.transaction.support.TransactionOperations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What every {@link ClientMetadataDocumentStore} must do.
 */
public abstract class ClientMetadataDocumentStoreContract {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123Z");

	private static final String URL = "https://client.example/c";

	@RegisterExtension
	protected final ConcurrentCalls calls = new ConcurrentCalls();

	protected abstract ClientMetadataDocumentStore store();

	protected abstract TransactionOperations transactions();

	private static ClientMetadataDocument document(String url, Instant freshUntil) {
		return new ClientMetadataDocument(url, "\"tag\"", "hash", NOW, freshUntil, null);
	}

	@Test
	void saveThenFoundByItsUrlExactly() {
		ClientMetadataDocument document = new ClientMetadataDocument(URL, null, "hash", NOW.plusNanos(1),
				NOW.plusSeconds(60), new Absence(NOW, "GONE"));
		assertThat(store().find(URL)).isNull();
		assertThat(store().save(document)).isTrue();
		assertThat(store().find(URL)).isEqualTo(
				new ClientMetadataDocument(URL, null, "hash", NOW, NOW.plusSeconds(60), new Absence(NOW, "GONE")));
		for (String other : List.of("https://client.example/C", URL + " ", URL + "/", URL + "\0", "\uD83D", "",
				"x".repeat(5000))) {
			assertThat(store().find(other)).as(other).isNull();
			assertThat(store().isDenied(other)).as(other).isFalse();
			assertThat(store().permit(other)).as(other).isFalse();
			store().remove(other);
		}
		assertThat(store().find(URL)).isNotNull();
	}

	@Test
	void saveWhenCaseTwinsThenBothAreKept() {
		store().save(document(URL, NOW));
		store().save(document("https://client.example/C", NOW.plusSeconds(1)));
		assertThat(store().find(URL).freshUntil()).isEqualTo(NOW);
		assertThat(store().find("https://client.example/C").freshUntil()).isEqualTo(NOW.plusSeconds(1));
	}

	@Test
	void saveWhenKnownThenReplaced() {
		store().save(document(URL, NOW));
		ClientMetadataDocument later = document(URL, NOW.plusSeconds(1)).absent(NOW, "UNREACHABLE");
		assertThat(store().save(later)).isTrue();
		assertThat(store().find(URL)).isEqualTo(later);
		assertThat(store().replace(document(URL, NOW.plusSeconds(2)))).isTrue();
		assertThat(store().find(URL)).isEqualTo(document(URL, NOW.plusSeconds(2)));
	}

	@Test
	void countThenThoseThatAreKnown() {
		store().save(document(URL, NOW));
		store().save(document(URL + "/other", NOW));
		store().deny(URL + "/denied", NOW);
		assertThat(store().count()).isEqualTo(2);
		store().remove(URL);
		assertThat(store().count()).isOne();
	}

	@Test
	void replaceWhenUnknownOrRemovedThenNothing() {
		assertThat(store().replace(document(URL, NOW))).isFalse();
		store().save(document(URL, NOW));
		store().remove(URL);
		assertThat(store().replace(document(URL, NOW))).isFalse();
		assertThat(store().find(URL)).isNull();
	}

	@Test
	void denyThenStaysWhateverIsSavedAndRemoved() {
		store().deny(URL, NOW);
		store().deny(URL, NOW.plusSeconds(1));
		assertThat(store().isDenied(URL)).isTrue();
		assertThat(store().find(URL)).isNull();
		assertThat(store().save(document(URL, NOW))).isFalse();
		assertThat(store().replace(document(URL, NOW))).isFalse();
		store().remove(URL);
		assertThat(store().isDenied(URL)).isTrue();
		assertThat(store().isDenied("https://client.example/C")).isFalse();
		assertThat(store().permit(URL)).isTrue();
		assertThat(store().permit(URL)).isFalse();
		assertThat(store().isDenied(URL)).isFalse();
		assertThat(store().find(URL)).isNull();
		assertThat(store().save(document(URL, NOW))).isTrue();
	}

	@Test
	void denyWhenDocumentIsKnownThenItMayStillBeForgotten() {
		store().save(document(URL, NOW));
		store().deny(URL, NOW);
		assertThat(store().save(document(URL, NOW.plusSeconds(1)))).isFalse();
		assertThat(store().replace(document(URL, NOW.plusSeconds(1)))).isFalse();
		assertThat(store().find(URL)).isEqualTo(document(URL, NOW));
		store().remove(URL);
		assertThat(store().find(URL)).isNull();
		assertThat(store().isDenied(URL)).isTrue();
	}

	@Test
	void denyWhileClientIsMadeThenOneWaitsForTheOtherAndTheDenialStays() throws Exception {
		for (int round = 0; round < 10; round++) {
			String url = URL + round;
			List<Boolean> done = this.calls.atOnce(2, (number) -> again(() -> {
				if (number == 0) {
					return transactions().execute((status) -> store().save(document(url, NOW)));
				}
				store().deny(url, NOW);
				return true;
			}));
			assertThat(done.get(1)).isTrue();
			assertThat(store().isDenied(url)).isTrue();
			assertThat(store().find(url) != null).isEqualTo(done.get(0));
		}
	}

	@Test
	void saveWhenSeveralAtOnceThenAllSucceedOrAreToldToTryAgain() throws Exception {
		assertThat(this.calls.atOnce(8, (number) -> again(
				() -> transactions().execute((status) -> store().save(document(URL, NOW.plusSeconds(number)))))))
			.containsOnly(true);
		assertThat(store().find(URL)).isNotNull();
	}

	private static boolean again(BooleanSupplier action) {
		for (int attempt = 1; attempt <= 50; attempt++) {
			try {
				return action.getAsBoolean();
			}
			catch (ConcurrencyFailureException ex) {
				// as the Javadoc says
			}
		}
		throw new AssertionError("Never had a chance");
	}

	@Test
	void saveWhenRolledBackThenNotSaved() {
		transactions().executeWithoutResult((status) -> {
			store().save(document(URL, NOW));
			assertThat(store().find(URL)).isNotNull();
			status.setRollbackOnly();
		});
		assertThat(store().find(URL)).isNull();
	}

	@Test
	void findStaleThenThoseThatHaveBeenForLongestFirstInPages() {
		for (int i : List.of(3, 1, 2, 5, 9)) {
			store().save(document(URL + i, NOW.plusSeconds(i)));
		}
		store().save(document(URL + "2b", NOW.plusSeconds(2)));
		store().deny(URL + "denied", NOW);
		List<String> found = new ArrayList<>();
		List<ClientMetadataDocument> page = store().findStale(NOW.plusSeconds(5), null, 2);
		while (!page.isEmpty()) {
			assertThat(page).hasSizeLessThanOrEqualTo(2);
			page.forEach((document) -> found.add(document.url()));
			page = store().findStale(NOW.plusSeconds(5), page.get(page.size() - 1), 2);
		}
		assertThat(found).containsExactly(URL + 1, URL + 2, URL + "2b", URL + 3, URL + 5);
	}

	@Test
	void findDeniedThenInPages() {
		for (String name : List.of("b", "a", "c")) {
			store().deny(URL + name, NOW);
		}
		store().save(document(URL, NOW));
		assertThat(store().findDenied(null, 2)).containsExactly(URL + "a", URL + "b");
		assertThat(store().findDenied(URL + "b", 2)).containsExactly(URL + "c");
		assertThat(store().findDenied(URL + "c", 2)).isEmpty();
	}

	@Test
	void findDeniedWhenNoPageCouldEndThereThenNone() {
		store().deny(URL, NOW);
		for (String after : List.of("", "\0", "https://\uD83D", " ".repeat(101))) {
			assertThat(store().findDenied(after, 2)).as(after).isEmpty();
		}
	}

	@Test
	void saveOrDenyWhenUrlCanNotBeKeptThenIllegalArgument() {
		for (String url : List.of("", "https://client.example/\u00E4", URL + " ", URL + "x".repeat(100), "\0")) {
			assertThatIllegalArgumentException().isThrownBy(() -> store().save(document(url, NOW)));
			assertThatIllegalArgumentException().isThrownBy(() -> store().deny(url, NOW));
		}
	}

}
