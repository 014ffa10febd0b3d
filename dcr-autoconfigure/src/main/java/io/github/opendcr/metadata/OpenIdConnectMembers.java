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

	static final List<ClientMetadataMember> ALL = List.of(
			honoured("application_type", "implicit web clients need https").withDefault("web")
				.withRule(MemberRules.oneOf("web", "native")),
			honoured("post_logout_redirect_uris", "RegisteredClient.postLogoutRedirectUris").asArray()
				.withRule(MemberRules.redirectUri())
				.withSection("OpenID Connect RP-Initiated Logout 1.0 §3.1"),
			honoured("subject_type", "public only").withDefault("public").withRule(MemberRules.oneOf("public")),
			refused("sector_identifier_uri", Type.URL),
			honoured("id_token_signed_response_alg", "RS256 only").withDefault("RS256")
				.withRule(MemberRules.oneOf("RS256")),
			refused("id_token_encrypted_response_alg"), refused("id_token_encrypted_response_enc"),
			refused("userinfo_signed_response_alg"), refused("userinfo_encrypted_response_alg"),
			refused("userinfo_encrypted_response_enc"), refused("request_object_signing_alg"),
			refused("request_object_encryption_alg"), refused("request_object_encryption_enc"),

			honoured("token_endpoint_auth_signing_alg", "of private_key_jwt and client_secret_jwt")
				.withDefault("any of them")
				.withRule(MemberRules.oneOf(SIGNING_ALGORITHMS)),
			refused("default_max_age", Type.INTEGER), no("require_auth_time", REGISTRATION),
			refused("default_acr_values").asArray(), refused("initiate_login_uri", Type.URL),
			refused("request_uris", Type.URL).asArray(),
			refused("frontchannel_logout_uri", Type.URL).withSection(FRONT_CHANNEL),
			no("frontchannel_logout_session_required", FRONT_CHANNEL),
			refused("backchannel_logout_uri", Type.URL).withSection(BACK_CHANNEL),
			no("backchannel_logout_session_required", BACK_CHANNEL));

	private OpenIdConnectMembers() {
	}

	private static ClientMetadataMember honoured(String name, String meaning) {
		return ClientMetadataMember.of(name, Type.STRING)
			.withSupport(Support.HONOURED, meaning)
			.withSection(REGISTRATION);
	}

	private static ClientMetadataMember no(String name, String section) {
		return ClientMetadataMember.of(name, Type.BOOLEAN)
			.withSupport(Support.HONOURED, "false only")
			.withDefault("false")
			.withRule(MemberRules.oneOf(false))
			.withSection(section);
	}

	private static ClientMetadataMember refused(String name) {
		return refused(name, Type.STRING);
	}

	private static ClientMetadataMember refused(String name, Type type) {
		return ClientMetadataMember.of(name, type)
			.withSupport(Support.REFUSED, "not supported")
			.withSection(REGISTRATION);
	}

}
