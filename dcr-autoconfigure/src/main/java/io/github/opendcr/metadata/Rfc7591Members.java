package io.github.opendcr.metadata;

import java.util.List;

import io.github.opendcr.ClientMetadataMember;
import io.github.opendcr.ClientMetadataMember.Support;
import io.github.opendcr.ClientMetadataMember.Type;
import io.github.opendcr.keys.ClientKeys;

/**
 * The members of RFC 7591.
 */
final class Rfc7591Members {

	private static final String SECTION = "RFC 7591 §2";

	static final List<ClientMetadataMember> ALL = List.of(
			honoured("redirect_uris", "RegisteredClient.redirectUris").asArray().withRule(MemberRules.redirectUri()),
			honoured("token_endpoint_auth_method", "RegisteredClient.clientAuthenticationMethods")
				.withDefault("client_secret_basic")
				.withRule(MemberRules.token()),
			honoured("grant_types", "RegisteredClient.authorizationGrantTypes").asArray()
				.withDefault("authorization_code")
				.withRule(MemberRules.token()),
			honoured("response_types", "checked against grant_types; Spring has code only").asArray()
				.withDefault("code")
				.withRule(MemberRules.token()),
			honoured("client_name", "RegisteredClient.clientName").asLocalizable()
				.withRule(MemberRules.maxLength(Limits.CLIENT_NAME)),
			link("client_uri"), link("logo_uri"),
			honoured("scope", "RegisteredClient.scopes").withDefault("dcr.default-scopes")
				.withRule(MemberRules.scope()),
			kept("contacts").asArray().withRule(MemberRules.maxLength(Limits.CONTACT)), link("tos_uri"),
			link("policy_uri"),
			keys("jwks_uri", Type.URL, "fetched when the client signs").withRule(MemberRules.maxLength(Limits.URI)),
			keys("jwks", Type.OBJECT, "verifies what the client signs; not beside jwks_uri")
				.withRule(ClientKeys::check),
			kept("software_id").withRule(MemberRules.maxLength(Limits.SOFTWARE)),
			kept("software_version").withRule(MemberRules.maxLength(Limits.SOFTWARE)),
			honoured("software_statement", "its claims take the place of other members; see dcr.software-statement")
				.withRule(MemberRules.maxLength(Limits.SOFTWARE_STATEMENT))
				.withSection("RFC 7591 §2.3"));

	private Rfc7591Members() {
	}

	private static ClientMetadataMember honoured(String name, String meaning) {
		return ClientMetadataMember.of(name, Type.STRING).withSupport(Support.HONOURED, meaning).withSection(SECTION);
	}

	private static ClientMetadataMember keys(String name, Type type, String meaning) {
		return ClientMetadataMember.of(name, type).withSupport(Support.HONOURED, meaning).withSection(SECTION);
	}

	private static ClientMetadataMember kept(String name) {
		return ClientMetadataMember.of(name, Type.STRING).withSection(SECTION);
	}

	private static ClientMetadataMember link(String name) {
		return ClientMetadataMember.of(name, Type.URL)
			.asLocalizable()
			.withSupport(Support.KEPT, "for consent pages; never fetched")
			.withRule(MemberRules.maxLength(Limits.URI))
			.withSection(SECTION);
	}

}
