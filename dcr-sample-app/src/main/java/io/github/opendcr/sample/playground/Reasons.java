package io.github.opendcr.sample.playground;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.opendcr.metadata.ClientMetadataCatalogue;
import io.github.opendcr.sample.playground.Difference.Kind;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Says why a client got something else than it asked for, and which property decides it.
 * A client that runs elsewhere sees the answer alone; whoever runs this server wants to
 * know what to change.
 */
@Component
class Reasons {

	private static final Map<String, String> ISSUED = Map.of("client_id", "By this the server knows the client.",
			"client_id_issued_at", "In seconds since 1970.", "client_secret",
			"The client proves by it who it is. It is shown this once: the server keeps a hash.",
			"client_secret_expires_at", "In seconds since 1970; 0 means never.", "registration_access_token",
			"It opens this client's registration and no other. Each change replaces it.", "registration_client_uri",
			"Where the client reads, changes and deletes its registration.", "registration_status",
			"Whether the client works, or waits for an operator.", "registration_expires_at",
			"When the registration ends, in seconds since 1970.");

	private static final Map<String, String> DEFAULTS = Map.of("token_endpoint_auth_method",
			"The default of RFC 7591 §2 where the client doesn't say how it authenticates.", "grant_types",
			"The default of RFC 7591 §2.", "response_types", "What the grant types use (RFC 7591 §2.1).", "scope",
			"The client asked for no scope, so it gets those of dcr.default-scopes.", "id_token_signed_response_alg",
			"An algorithm for which the server has a key.");

	private static final String REFRESH_TOKEN = "refresh_token";

	private final Environment environment;

	Reasons(Environment environment) {
		this.environment = environment;
	}

	/**
	 * Whether a member is no metadata, but made by the server.
	 */
	static boolean isIssued(String member) {
		return ISSUED.containsKey(member);
	}

	String why(String member, Kind kind, Map<String, Object> asked, Map<String, Object> answered) {
		return switch (kind) {
			case ISSUED -> ISSUED.getOrDefault(member, "");
			case FILLED_IN -> DEFAULTS.getOrDefault(member, "The server's policy sets it (dcr.default-metadata, "
					+ "dcr.forced-metadata), or a software statement claims it.");
			case NARROWED -> narrowed(member, asked, answered);
			case LEFT_OUT -> leftOut(member);
			case CHANGED -> changed(member);
		};
	}

	private String narrowed(String member, Map<String, Object> asked, Map<String, Object> answered) {
		List<String> reasons = new ArrayList<>();
		Set<?> missing = new LinkedHashSet<>((Set<?>) values(member, asked));
		missing.removeAll((Set<?>) values(member, answered));
		for (Object value : missing) {
			reasons.add(value + ": "
					+ whyNot(member, String.valueOf(value), "none".equals(answered.get("token_endpoint_auth_method"))));
		}
		return String.join(" ", reasons);
	}

	private static Object values(String member, Map<String, Object> metadata) {
		Object value = metadata.get(member);
		return (value != null) ? ClientMetadataCatalogue.unordered(member, value) : Set.of();
	}

	private String whyNot(String member, String value, boolean isPublic) {
		return switch (member) {
			case "scope" -> "not one of dcr.allowed-scopes.";
			case "grant_types" -> whyNoGrant(value, isPublic);
			case "response_types" -> "no response type of the grant types that it got.";
			case "redirect_uris", "post_logout_redirect_uris" ->
				"dcr.redirect-uris doesn't allow it, and drop-refused leaves it out instead of refusing the request.";
			default -> "not allowed by the policy.";
		};
	}

	private String whyNoGrant(String grantType, boolean isPublic) {
		if (isPublic && grantType.equals(REFRESH_TOKEN)) {
			return "a client without credentials gets no refresh tokens unless "
					+ "dcr.public-clients.refresh-tokens is true.";
		}
		if (!allowedGrantTypes().contains(grantType)) {
			return "not one of dcr.allowed-grant-types.";
		}
		return isPublic ? "it needs a client with credentials." : "this server has no endpoint for it.";
	}

	private List<String> allowedGrantTypes() {
		return Binder.get(this.environment)
			.bind("dcr.allowed-grant-types", Bindable.listOf(String.class))
			.orElse(List.of("authorization_code", REFRESH_TOKEN));
	}

	private static String leftOut(String member) {
		if (member.equals("scope")) {
			return "None of them is allowed, and there are no dcr.default-scopes.";
		}
		return "The server doesn't know it (RFC 7591 §2), or can't act on it and the client is none the less safe; "
				+ "docs/metadata.md says which.";
	}

	private static String changed(String member) {
		return member.equals("scope") ? "None of the scopes asked for is one of dcr.allowed-scopes, so the client gets "
				+ "dcr.default-scopes." : "Set by the server's policy, or by a software statement.";
	}

}
