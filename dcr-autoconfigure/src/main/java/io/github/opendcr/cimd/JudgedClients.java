package io.github.opendcr.cimd;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistration;

/**
 * Which clients are what the policies of this process make of their documents. That a
 * document hasn't changed says nothing of a client that was made of it by another
 * process, or before the last start, under policies that may have been others. Safe for
 * use by several threads.
 */
final class JudgedClients {

	private static final int MAX_CLIENTS = 10_000;

	private static final float LOAD_FACTOR = 0.75f;

	private final Map<String, Long> versions = new LinkedHashMap<>(16, LOAD_FACTOR, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
			return size() > MAX_CLIENTS;
		}

	};

	/**
	 * Remember that a client was made or judged here.
	 * @param client the client as it is then, or {@code null} if none came of it
	 * @return whether there is one
	 */
	boolean add(@Nullable ClientRegistration client) {
		if (client == null) {
			return false;
		}
		synchronized (this.versions) {
			this.versions.put(client.clientId(), client.version());
		}
		return true;
	}

	/**
	 * Whether a client is as it was when it was judged here.
	 */
	boolean has(@Nullable ClientRegistration client) {
		synchronized (this.versions) {
			return client != null && Long.valueOf(client.version()).equals(this.versions.get(client.clientId()));
		}
	}

}
