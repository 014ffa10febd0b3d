package io.github.opendcr.metadata;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.RegistrationException;

/**
 * The members that this server knows, as data. What isn't here is ignored (RFC 7591 §2);
 * what is here and can't be honoured is refused by name, so that nothing that a client
 * asked for to be safer is dropped in silence.
 */
final class ClientMetadataCatalogue {

	// BCP 47, the well-formed shape: subtags of up to eight letters and digits
	private static final Pattern LANGUAGE_TAG = Pattern.compile("[A-Za-z]{1,8}+(?:-[A-Za-z0-9]{1,8}+)*+");

	private static final String DCR = "RFC 7591 §2";

	private static final String OIDC = "OpenID Connect Dynamic Client Registration 1.0 §2";

	private static final Map<String, ClientMetadataMember> MEMBERS = Stream
		.of(rfc7591(), openIdConnect(), otherProfiles())
		.flatMap(List::stream)
		.collect(Collectors.toUnmodifiableMap(ClientMetadataMember::name, Function.identity()));

	private ClientMetadataCatalogue() {
	}

	private static List<ClientMetadataMember> rfc7591() {
		return List.of(
				member("redirect_uris", DCR,
						MemberRule.each(MemberRule.redirectUri(
								(member, problem) -> refuse(RegistrationException.invalidRedirectUri(problem))))),
				member("token_endpoint_auth_method", DCR, MemberRule.token()),
				member("grant_types", DCR, MemberRule.each(MemberRule.token())),
				member("response_types", DCR, MemberRule.each(MemberRule.token())),
				localizable("client_name", MemberRule.text(Limits.CLIENT_NAME)),
				localizable("client_uri", MemberRule.webUri(Limits.URI)),
				localizable("logo_uri", MemberRule.webUri(Limits.URI)), member("scope", DCR, MemberRule.scope()),
				member("contacts", DCR, MemberRule.each(MemberRule.text(Limits.CONTACT))),
				localizable("tos_uri", MemberRule.webUri(Limits.URI)),
				localizable("policy_uri", MemberRule.webUri(Limits.URI)),
				member("software_id", DCR, MemberRule.text(Limits.SOFTWARE)),
				member("software_version", DCR, MemberRule.text(Limits.SOFTWARE)),
				member("jwks_uri", DCR, MemberRule.unsupported()), member("jwks", DCR, MemberRule.unsupported()),
				member("software_statement", "RFC 7591 §2.3", MemberRule.unsupported()));
	}

	private static List<ClientMetadataMember> openIdConnect() {
		return List.of(member("application_type", OIDC, MemberRule.oneOf("web", "native")),
				member("post_logout_redirect_uris", "OpenID Connect RP-Initiated Logout 1.0 §3.1",
						MemberRule.each(MemberRule.redirectUri(
								(member, problem) -> refuse(RegistrationException.invalidMetadata(member, problem))))),
				// what the server does anyway is no reason to refuse
				member("subject_type", OIDC, MemberRule.oneOf("public")),
				member("id_token_signed_response_alg", OIDC, MemberRule.oneOf("RS256")),
				member("require_auth_time", OIDC, MemberRule.oneOf(false)), unsupported("sector_identifier_uri"),
				unsupported("id_token_encrypted_response_alg"), unsupported("id_token_encrypted_response_enc"),
				unsupported("userinfo_signed_response_alg"), unsupported("userinfo_encrypted_response_alg"),
				unsupported("userinfo_encrypted_response_enc"), unsupported("request_object_signing_alg"),
				unsupported("request_object_encryption_alg"), unsupported("request_object_encryption_enc"),
				unsupported("token_endpoint_auth_signing_alg"), unsupported("default_max_age"),
				unsupported("default_acr_values"), unsupported("initiate_login_uri"), unsupported("request_uris"),
				unsupported("frontchannel_logout_uri"), unsupported("backchannel_logout_uri"),
				member("frontchannel_logout_session_required", OIDC, MemberRule.oneOf(false)),
				member("backchannel_logout_session_required", OIDC, MemberRule.oneOf(false)));
	}

	private static List<ClientMetadataMember> otherProfiles() {
		return List.of(member("tls_client_certificate_bound_access_tokens", "RFC 8705 §3.4", MemberRule.oneOf(false)),
				member("tls_client_auth_subject_dn", "RFC 8705 §2.1.2", MemberRule.unsupported()),
				member("tls_client_auth_san_dns", "RFC 8705 §2.1.2", MemberRule.unsupported()),
				member("tls_client_auth_san_uri", "RFC 8705 §2.1.2", MemberRule.unsupported()),
				member("tls_client_auth_san_ip", "RFC 8705 §2.1.2", MemberRule.unsupported()),
				member("tls_client_auth_san_email", "RFC 8705 §2.1.2", MemberRule.unsupported()),
				member("require_pushed_authorization_requests", "RFC 9126 §6", MemberRule.oneOf(false)),
				member("require_signed_request_object", "RFC 9101 §10.5", MemberRule.oneOf(false)),
				member("dpop_bound_access_tokens", "RFC 9449 §5.2", MemberRule.oneOf(false)),
				member("authorization_details_types", "RFC 9396 §10", MemberRule.unsupported()),
				member("authorization_signed_response_alg", "JARM §3", MemberRule.unsupported()),
				member("authorization_encrypted_response_alg", "JARM §3", MemberRule.unsupported()),
				member("authorization_encrypted_response_enc", "JARM §3", MemberRule.unsupported()));
	}

	/**
	 * Find the entry for a member as sent, with or without a language tag.
	 * @return the entry, or {@code null} if nobody here knows the member
	 */
	static @Nullable ClientMetadataMember find(String name) {
		int hash = name.indexOf('#');
		if (hash < 0) {
			return MEMBERS.get(name);
		}
		ClientMetadataMember member = MEMBERS.get(name.substring(0, hash));
		if (member == null || !member.localizable()) {
			return null;
		}
		if (name.length() - hash > Limits.LANGUAGE_TAG || !LANGUAGE_TAG.matcher(name.substring(hash + 1)).matches()) {
			throw RegistrationException.invalidMetadata(name, "The language tag of " + Quoted.of(name)
					+ " must be a BCP 47 tag, such as " + member.name() + "#fr");
		}
		return member;
	}

	private static ClientMetadataMember member(String name, String section, MemberRule rule) {
		return new ClientMetadataMember(name, false, rule, section);
	}

	private static ClientMetadataMember localizable(String name, MemberRule rule) {
		return new ClientMetadataMember(name, true, rule, DCR);
	}

	private static ClientMetadataMember unsupported(String name) {
		return member(name, OIDC, MemberRule.unsupported());
	}

	private static void refuse(RegistrationException exception) {
		throw exception;
	}

}
