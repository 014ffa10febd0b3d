package io.github.opendcr.sample.playground;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What can be done from where a visitor stands.
 *
 * @param walkthrough how far the visitor has come
 * @param endpoints where the server's endpoints are
 * @param api the API that tokens are for
 * @param resource what the API knows itself by
 * @param callback this page as a redirection URI
 */
record Visit(Walkthrough walkthrough, Endpoints endpoints, String api, String resource, String callback) {

	// For the others a client needs a key
	private static final Set<String> WITHOUT_KEY = Set.of("none", "client_secret_basic", "client_secret_post");

	/**
	 * Return the steps that are possible.
	 */
	public List<Offer> getOffers() {
		TriedClient client = this.walkthrough.client();
		if (client == null) {
			return List.of();
		}
		List<Offer> offers = new ArrayList<>();
		addTokens(offers, client);
		if (canHaveUsers(client) && client.redirectsTo(this.callback)) {
			offers.add(new Offer(Step.LOG_IN, authorizationRequest(client)));
		}
		if (client.uri() != null && client.token() != null) {
			addManagement(offers, client, client.uri(), client.token());
		}
		return offers;
	}

	/**
	 * Return the request of the visitor's browser, whose session is at the name by which
	 * it calls this server.
	 */
	public String local(Call call) {
		URI uri = URI.create(call.uri());
		return uri.getRawPath() + "?" + uri.getRawQuery();
	}

	@Nullable Offer find(String path) {
		return getOffers().stream().filter((offer) -> offer.step().getPath().equals(path)).findFirst().orElse(null);
	}

	private void addTokens(List<Offer> offers, TriedClient client) {
		if (this.walkthrough.code() != null) {
			offers.add(new Offer(Step.EXCHANGE, exchange(client, this.walkthrough.code())));
		}
		String accessToken = this.walkthrough.accessToken();
		if (accessToken != null) {
			offers.add(new Offer(Step.CALL, Call.get(this.api).withBearer(accessToken)));
		}
		if (this.walkthrough.refreshToken() != null) {
			offers.add(new Offer(Step.REFRESH, authenticated(client,
					Map.of("grant_type", "refresh_token", "refresh_token", this.walkthrough.refreshToken()))));
		}
	}

	private void addManagement(List<Offer> offers, TriedClient client, String uri, String token) {
		if (canHaveUsers(client) && !client.redirectsTo(this.callback)) {
			offers.add(put(Step.ADD_CALLBACK, uri, token, client.metadataRedirectingTo(this.callback)));
		}
		offers.add(new Offer(Step.READ, Call.get(uri).withBearer(token)));
		offers.add(put(Step.CHANGE, uri, token, client.metadata()));
		offers.add(put(Step.NEW_TOKEN, uri, token, client.metadata()));
		if (client.secret() != null) {
			offers.add(new Offer(Step.NEW_SECRET, Call.post(uri + "/secret").withBearer(token)));
		}
		offers.add(new Offer(Step.DELETE, Call.delete(uri).withBearer(token)));
	}

	private static Offer put(Step step, String uri, String token, Map<String, Object> metadata) {
		return new Offer(step, Call.json("PUT", uri, Json.pretty(metadata)).withBearer(token));
	}

	private Call exchange(TriedClient client, String code) {
		Map<String, String> parameters = new LinkedHashMap<>();
		parameters.put("grant_type", "authorization_code");
		parameters.put("code", code);
		parameters.put("redirect_uri", Objects.requireNonNullElse(this.walkthrough.redirectUri(), this.callback));
		parameters.put("code_verifier", this.walkthrough.login().verifier());
		return authenticated(client, parameters);
	}

	// RFC 6749 §2.3.1
	private Call authenticated(TriedClient client, Map<String, String> parameters) {
		String secret = client.secret();
		if (secret != null && client.getAuthMethod().equals("client_secret_basic")) {
			return Call.form(this.endpoints.token(), parameters).withUser(client.getId(), secret);
		}
		Map<String, String> all = new LinkedHashMap<>(parameters);
		all.put("client_id", client.getId());
		if (secret != null) {
			all.put("client_secret", secret);
		}
		return Call.form(this.endpoints.token(), all);
	}

	private static boolean canHaveUsers(TriedClient client) {
		return client.hasGrant("authorization_code") && WITHOUT_KEY.contains(client.getAuthMethod());
	}

	/**
	 * Return the authorization request (RFC 6749 §4.1.1, RFC 7636 §4.3, RFC 8707 §2).
	 */
	private Call authorizationRequest(TriedClient client) {
		Map<String, String> parameters = new LinkedHashMap<>();
		parameters.put("response_type", "code");
		parameters.put("client_id", client.getId());
		parameters.put("redirect_uri", this.callback);
		if (!client.getScope().isEmpty()) {
			parameters.put("scope", client.getScope());
		}
		parameters.put("state", this.walkthrough.login().state());
		parameters.put("code_challenge", this.walkthrough.login().challenge());
		parameters.put("code_challenge_method", "S256");
		parameters.put("resource", this.resource);
		return Call.get(this.endpoints.authorization() + "?" + Call.encode(parameters));
	}

}
