package io.github.opendcr.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadataDocument;
import io.github.opendcr.ClientMetadataDocument.Absence;
import io.github.opendcr.ClientMetadataDocumentStore;

/**
 * Keeps documents in memory, in the transactions of the registrations. Safe for use by
 * several threads.
 */
final class InMemoryClientMetadataDocumentStore implements ClientMetadataDocumentStore {

	private static final Comparator<ClientMetadataDocument> BY_END = Comparator
		.comparing(ClientMetadataDocument::freshUntil)
		.thenComparing(ClientMetadataDocument::url);

	private final InMemoryTable<Row> rows;

	private final InMemoryTransactions transactions;

	/**
	 * Create an empty store.
	 * @param transactions the transactions in which it takes part
	 */
	InMemoryClientMetadataDocumentStore(InMemoryTransactions transactions) {
		this.rows = new InMemoryTable<>(transactions);
		this.transactions = transactions;
	}

	@Override
	public @Nullable ClientMetadataDocument find(String url) {
		Row row = this.rows.get(url);
		return (row != null) ? row.document() : null;
	}

	@Override
	public boolean save(ClientMetadataDocument document) {
		StoredKey.requireClientId(document.url());
		return change(document.url(), (row) -> row.denied() ? row : row.with(document));
	}

	@Override
	public boolean replace(ClientMetadataDocument document) {
		return change(document.url(), (row) -> (row.denied() || row.document() == null) ? row : row.with(document));
	}

	@Override
	public void remove(String url) {
		change(url, (row) -> row.with(null));
	}

	/**
	 * Change the row of a URL, which is there as long as it says anything.
	 * @return whether it was changed
	 */
	private boolean change(String url, UnaryOperator<Row> change) {
		return this.transactions.step(() -> {
			Row stored = this.rows.lock(url);
			Row row = (stored != null) ? stored : new Row(url, null, false);
			Row changed = change.apply(row);
			this.rows.put(url, (changed.denied() || changed.document() != null) ? changed : null);
			return changed != row;
		});
	}

	@Override
	public long count() {
		return this.rows.rows().filter((row) -> row.document() != null).count();
	}

	@Override
	public List<ClientMetadataDocument> findStale(Instant now, @Nullable ClientMetadataDocument after, int limit) {
		return this.rows.rows()
			.map(Row::document)
			.flatMap(Stream::ofNullable)
			.filter((document) -> !now.isBefore(document.freshUntil()))
			.filter((document) -> after == null || BY_END.compare(document, after) > 0)
			.sorted(BY_END)
			.limit(limit)
			.toList();
	}

	@Override
	public void deny(String url, Instant deniedAt) {
		StoredKey.requireClientId(url);
		change(url, (row) -> new Row(url, row.document(), true));
	}

	@Override
	public boolean permit(String url) {
		return change(url, (row) -> row.denied() ? new Row(url, row.document(), false) : row);
	}

	@Override
	public boolean isDenied(String url) {
		Row row = this.rows.get(url);
		return row != null && row.denied();
	}

	@Override
	public List<String> findDenied(@Nullable String after, int limit) {
		if (after != null && !StoredKey.isPossible(after)) {
			return List.of(); // no page ended there
		}
		Stream<Row> all = (after != null) ? this.rows.rowsAfter(after) : this.rows.rows();
		return all.filter(Row::denied).map(Row::url).limit(limit).toList();
	}

	/**
	 * What a row of the table would say.
	 *
	 * @param url the URL
	 * @param document the document, or {@code null} if nothing is known of it
	 * @param denied whether an operator denied the URL
	 */
	private record Row(String url, @Nullable ClientMetadataDocument document, boolean denied) {

		Row with(@Nullable ClientMetadataDocument changed) {
			return new Row(this.url, (changed != null) ? inMilliseconds(changed) : null, this.denied);
		}

		private static ClientMetadataDocument inMilliseconds(ClientMetadataDocument document) {
			Absence absence = document.absence();
			return new ClientMetadataDocument(document.url(), document.entityTag(), document.hash(),
					document.checkedAt().truncatedTo(ChronoUnit.MILLIS),
					document.freshUntil().truncatedTo(ChronoUnit.MILLIS), (absence != null)
							? new Absence(absence.since().truncatedTo(ChronoUnit.MILLIS), absence.kind()) : null);
		}

	}

}
