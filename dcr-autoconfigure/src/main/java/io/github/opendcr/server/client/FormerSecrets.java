package io.github.opendcr.server.client;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.opendcr.secrets.StoredSecrets;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;

/**
 * The secrets that a client had before its current one, and may use for a while yet. They
 * are a client setting, so that they are at hand where the client authenticates, without
 * another look-up.
 *
 * @param secrets the secrets, the newest last
 * @since 0.1.0
 */
public record FormerSecrets(List<FormerSecret> secrets) {

	/**
	 * No secrets.
	 */
	public static final FormerSecrets NONE = new FormerSecrets(List.of());

	private static final String SETTING = "settings.client.dynamic-registration.former-secrets";

	// Spring's column for settings has room for these; a client that repeats a rotation
	// whose answer was lost goes on using the secret that it has
	private static final int MOST = 3;

	/**
	 * Create the secrets.
	 */
	public FormerSecrets {
		secrets = List.copyOf(secrets);
	}

	/**
	 * Return the former secrets of a client.
	 * @param client the client
	 * @param now what time it is
	 * @return those that it may still use
	 */
	public static FormerSecrets of(RegisteredClient client, Instant now) {
		if (!(client.getClientSettings().getSettings().get(SETTING) instanceof String text)) {
			return NONE;
		}
		List<FormerSecret> secrets = new ArrayList<>();
		for (String line : text.split("\n")) {
			int space = line.indexOf(' ');
			FormerSecret secret = new FormerSecret(line.substring(space + 1), Instant.parse(line.substring(0, space)));
			if (now.isBefore(secret.until())) {
				secrets.add(secret);
			}
		}
		return new FormerSecrets(secrets);
	}

	/**
	 * Whether there is none.
	 * @return {@code true} if there is none
	 */
	public boolean isEmpty() {
		return this.secrets.isEmpty();
	}

	/**
	 * Return these secrets and a newer one.
	 * @param encoded the secret as it is stored
	 * @param until when it ends
	 * @return the newest of them
	 */
	public FormerSecrets and(String encoded, Instant until) {
		List<FormerSecret> all = new ArrayList<>(this.secrets);
		all.add(new FormerSecret(encoded, until));
		return new FormerSecrets(all.subList(Math.max(0, all.size() - MOST), all.size()));
	}

	/**
	 * Return a client with these as its former secrets.
	 * @param client the client
	 * @return the same client if it has these
	 */
	public RegisteredClient in(RegisteredClient client) {
		String text = this.secrets.stream()
			.map((secret) -> secret.until() + " " + secret.encoded())
			.collect(Collectors.joining("\n"));
		Map<String, Object> present = client.getClientSettings().getSettings();
		if (text.equals(present.getOrDefault(SETTING, ""))) {
			return client;
		}
		ClientSettings.Builder settings = ClientSettings.withSettings(present);
		settings.settings((all) -> {
			all.remove(SETTING);
			if (!text.isEmpty()) {
				all.put(SETTING, text);
			}
		});
		return RegisteredClient.from(client).clientSettings(settings.build()).build();
	}

	/**
	 * Return a client as it authenticates: its secret stands for all those that it may
	 * use.
	 * @param client the client
	 * @param now what time it is
	 * @return the same client if it has no former secrets
	 */
	public static RegisteredClient accepted(RegisteredClient client, Instant now) {
		String current = client.getClientSecret();
		FormerSecrets former = (current != null) ? of(client, now) : NONE;
		if (current == null || former.isEmpty()) {
			return client;
		}
		List<String> all = new ArrayList<>(List.of(current));
		former.secrets().forEach((secret) -> all.add(secret.encoded()));
		return RegisteredClient.from(client).clientSecret(StoredSecrets.oneOf(all)).build();
	}

	/**
	 * A secret that a client had before.
	 *
	 * @param encoded the secret as it is stored
	 * @param until when it ends
	 */
	public record FormerSecret(String encoded, Instant until) {

		/**
		 * Return a description without the secret.
		 * @return when it ends
		 */
		@Override
		public String toString() {
			return "FormerSecret[until=" + this.until + "]";
		}

	}

}
