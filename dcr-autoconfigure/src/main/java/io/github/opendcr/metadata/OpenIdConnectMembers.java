package io.github.opendcr.metadata;

import java.util.List;
import java.util.stream.Stream;

import io.github.opendcr.ClientMetadataMember;
import io.github.opendcr.ClientMetadataMember.Support;
import io.github.opendcr.ClientMetadataMember.Type;
import io.github.opendcr.keys.ClientKeys;

/**
 * The members of OpenID Connect: registration and logout. A value that asks for what the
 * server does anyway is no reason to refuse.
 */
final class OpenIdConnectMembers {

	private static final String REGISTRATION = "OpenID Connect Dynamic Client Registration 1.0 §2";

	private static final String FRONT_CHANNEL = "OpenID Connect Front-Channel Logout 1.0 §2";

	private static final String BACK_CHANNEL = "OpenID Connect Back-Channel Logout 1.0 §2.2";

	private static final Object[] SIGNING_ALGORITHMS = Stream
		.concat(ClientKeys.SIGNING_ALGORITHMS.stream(), Stream.of("HS256"))
		.toArray();

	private static final String NO_ENCRYPTION = "the server does not encrypt";

	private static final String NO_REQUEST_OBJECTS = "the server takes no request objects";

	private static final String NO_LOGOUT_REQUESTS = "the server sends no logout requests";

	static final List<ClientMetadataMember> ALL = List.of(
			honoured("application_type", Type.STRING, "implicit web clients need https").withDefault("web")
				.withRule(MemberRules.oneOf("web", "native")),
			honoured("post_logout_redirect_uris", Type.STRING, "RegisteredClient.postLogoutRedirectUris").asArray()
				.withRule(MemberRules.redirectUri())
				.withSection("OpenID Connect RP-Initiated Logout 1.0 §3.1"),
			honoured("subject_type", Type.STRING, "pairwise with dcr.pairwise.salt; public only without")
				.withDefault("public")
				.withRule(MemberRules.oneOf("public", "pairwise")),
			honoured("sector_identifier_uri", Type.URL,
					"with pairwise subjects: checked, its host is the sector; left out of the answer where there are none")
				.withRule(MemberRules.maxLength(Limits.URI)),
			honoured("id_token_signed_response_alg", Type.STRING,
					"TokenSettings.idTokenSignatureAlgorithm; what the server has a key for")
				.withDefault("RS256")
				.withRule(MemberRules.token()),
			refused("id_token_encrypted_response_alg", Type.STRING, NO_ENCRYPTION),
			refused("id_token_encrypted_response_enc", Type.STRING, NO_ENCRYPTION),
			refused("userinfo_signed_response_alg", Type.STRING, "UserInfo is answered in plain JSON"),
			refused("userinfo_encrypted_response_alg", Type.STRING, NO_ENCRYPTION),
			refused("userinfo_encrypted_response_enc", Type.STRING, NO_ENCRYPTION),
			omitted("request_object_signing_alg", Type.STRING, NO_REQUEST_OBJECTS),
			omitted("request_object_encryption_alg", Type.STRING, NO_REQUEST_OBJECTS),
			omitted("request_object_encryption_enc", Type.STRING, NO_REQUEST_OBJECTS),
			honoured("token_endpoint_auth_signing_alg", Type.STRING, "of private_key_jwt and client_secret_jwt")
				.withDefault("any of them")
				.withRule(MemberRules.oneOf(SIGNING_ALGORITHMS)),
			refused("default_max_age", Type.INTEGER, "only a request's max_age asks for a new login"),
			honoured("require_auth_time", Type.BOOLEAN, "auth_time in each ID token").withDefault("false"),
			refused("default_acr_values", Type.STRING, "the server has no authentication context classes").asArray(),
			ClientMetadataMember.of("initiate_login_uri", Type.URL)
				.withSupport(Support.KEPT, "for whoever starts a login elsewhere; https, never fetched")
				.withRule(MemberRules.maxLength(Limits.URI).and(MemberRules.https()))
				.withSection(REGISTRATION),
			omitted("request_uris", Type.URL, NO_REQUEST_OBJECTS).asArray(),
			refused("frontchannel_logout_uri", Type.URL, NO_LOGOUT_REQUESTS).withSection(FRONT_CHANNEL),
			omitted("frontchannel_logout_session_required", Type.BOOLEAN, NO_LOGOUT_REQUESTS)
				.withSection(FRONT_CHANNEL),
			refused("backchannel_logout_uri", Type.URL, NO_LOGOUT_REQUESTS).withSection(BACK_CHANNEL),
			omitted("backchannel_logout_session_required", Type.BOOLEAN, NO_LOGOUT_REQUESTS).withSection(BACK_CHANNEL));

	private OpenIdConnectMembers() {
	}

	private static ClientMetadataMember honoured(String name, Type type, String meaning) {
		return ClientMetadataMember.of(name, type).withSupport(Support.HONOURED, meaning).withSection(REGISTRATION);
	}

	private static ClientMetadataMember omitted(String name, Type type, String reason) {
		return ClientMetadataMember.of(name, type).withSupport(Support.OMITTED, reason).withSection(REGISTRATION);
	}

	private static ClientMetadataMember refused(String name, Type type, String reason) {
		return ClientMetadataMember.of(name, type).withSupport(Support.REFUSED, reason).withSection(REGISTRATION);
	}

}
