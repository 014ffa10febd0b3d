package io.github.opendcr.server;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Lets the port of an {@code http://localhost} redirect URI vary for dynamic clients, as
 * Spring does for the loopback addresses only. The validator that was there still
 * decides: it sees a client that lists the requested URI too.
 *
 * @param delegate the validator that was there
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8252.html#section-7.3">RFC 8252
 * §7.3</a>
 */
record LoopbackPortValidator(Consumer<OAuth2AuthorizationCodeRequestAuthenticationContext> delegate)
		implements
			Consumer<OAuth2AuthorizationCodeRequestAuthenticationContext> {

	// As text, since parsers disagree about what the host is. After the authority comes a
	// path, a query or nothing: neither user info nor a longer host name nor a backslash.
	private static final Pattern LOCALHOST = Pattern
		.compile("http://localhost(?::(?<port>[1-9][0-9]{0,4}))?(?<rest>(?:[/?][^#]*)?)");

	private static final int MAX_PORT = 65535;

	@Override
	public void accept(OAuth2AuthorizationCodeRequestAuthenticationContext context) {
		OAuth2AuthorizationCodeRequestAuthenticationToken request = context.getAuthentication();
		RegisteredClient client = context.getRegisteredClient();
		String requested = request.getRedirectUri();
		if (requested == null || !DynamicClients.isDynamic(client) || !differsInPortOnly(requested, client)) {
			this.delegate.accept(context);
			return;
		}
		RegisteredClient widened = RegisteredClient.from(client).redirectUri(requested).build();
		this.delegate.accept(
				OAuth2AuthorizationCodeRequestAuthenticationContext.with(request).registeredClient(widened).build());
	}

	private static boolean differsInPortOnly(String requested, RegisteredClient client) {
		String rest = afterPort(requested);
		return rest != null
				&& client.getRedirectUris().stream().anyMatch((registered) -> rest.equals(afterPort(registered)));
	}

	private static @Nullable String afterPort(String uri) {
		Matcher matcher = LOCALHOST.matcher(uri);
		if (!matcher.matches()) {
			return null;
		}
		String port = matcher.group("port");
		return (port == null || Integer.parseInt(port) <= MAX_PORT) ? matcher.group("rest") : null;
	}

}
