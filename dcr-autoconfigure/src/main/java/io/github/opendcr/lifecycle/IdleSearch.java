package io.github.opendcr.lifecycle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientPage;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.ClientSearch;
import io.github.opendcr.use.ClientUseStore;
import io.github.opendcr.use.IdleClient;
import io.github.opendcr.use.IdlePage;
import io.github.opendcr.use.UsePeriod;

/**
 * Finds a page of clients by when they were used last. It ends after so many, whatever
 * was found.
 *
 * @param registrations where registrations are looked up
 * @param uses when clients were used
 * @param search what is looked for
 * @param period when they were used last
 */
record IdleSearch(ClientRegistrationStore registrations, ClientUseStore uses, ClientSearch search, UsePeriod period) {

	private static final int MOST_USED = 2000;

	// Each is among others that were used, all of which are looked at
	private static final int MOST_NEVER_USED = 500;

	private static final int LARGEST_CHUNK = 1000;

	// After every time that a store can have
	private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

	ClientPage page(@Nullable String after, int limit) {
		IdleClient last = (after != null) ? read(after) : first();
		List<ClientRegistration> found = new ArrayList<>();
		int size = limit;
		int most = this.period.never() ? MOST_NEVER_USED : MOST_USED;
		for (int seen = 0; seen < most;) {
			IdlePage chunk = next(last, size);
			Map<String, ClientRegistration> alike = alike(chunk);
			for (IdleClient idle : chunk.clients()) {
				ClientRegistration registration = alike.get(idle.clientId());
				if (registration != null) {
					found.add(registration);
				}
				if (found.size() == limit) {
					return new ClientPage(found, write(idle));
				}
			}
			if (chunk.next() == null) {
				return new ClientPage(found, null);
			}
			last = chunk.next();
			// a chunk that isn't full has taken its time
			seen += (chunk.clients().size() < size) ? most : size;
			size = Math.max(size, Math.min(4 * size, LARGEST_CHUNK));
		}
		return new ClientPage(found, (last != null) ? write(last) : null);
	}

	private @Nullable IdleClient first() {
		Instant from = this.period.never() ? this.search.registeredFrom() : this.period.from();
		return (from != null) ? new IdleClient("", from) : null;
	}

	private IdlePage next(@Nullable IdleClient after, int limit) {
		Instant until = this.period.never() ? this.search.registeredUntil() : this.period.until();
		Instant end = (until != null) ? until : LATEST;
		return this.period.never() ? this.uses.lookForNeverUsed(end, after, limit)
				: IdlePage.of(this.uses.findUsed(end, after, limit), limit);
	}

	private Map<String, ClientRegistration> alike(IdlePage chunk) {
		List<String> clientIds = chunk.clients().stream().map(IdleClient::clientId).toList();
		return this.registrations.findAll(this.search, clientIds)
			.stream()
			.collect(Collectors.toMap(ClientRegistration::clientId, Function.identity()));
	}

	// Where the page ended, as a text
	private static String write(IdleClient client) {
		return client.since().toEpochMilli() + "." + client.clientId();
	}

	private static IdleClient read(String text) {
		int end = text.indexOf('.');
		try {
			if (end > 0 && text.indexOf('\0') < 0) {
				return new IdleClient(text.substring(end + 1),
						Instant.ofEpochMilli(Long.parseLong(text.substring(0, end))));
			}
		}
		catch (NumberFormatException ex) {
			// the same answer
		}
		throw new IllegalArgumentException("after must be the next of the page before, of the same search");
	}

}
