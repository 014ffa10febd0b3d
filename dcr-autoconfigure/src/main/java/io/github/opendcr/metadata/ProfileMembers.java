package io.github.opendcr.metadata;

import java.util.List;

import io.github.opendcr.ClientMetadataMember;
import io.github.opendcr.ClientMetadataMember.Support;
import io.github.opendcr.ClientMetadataMember.Type;
import io.github.opendcr.keys.CertificateSubject;

/**
 * The members of other profiles: mutual TLS, pushed requests, DPoP and their like.
 */
final class ProfileMembers {

	private static final String JARM = "JWT Secured Authorization Response Mode §3";

	static final List<ClientMetadataMember> ALL = List.of(ClientMetadataMember
		.of("token_endpoint_auth_methods_supported", Type.STRING)
		.asArray()
		.withSupport(Support.HONOURED,
				"RegisteredClient.clientAuthenticationMethods, of a client metadata document alone; ignored in a registration request")
		.withRule(MemberRules.token())
		.withSection("OpenID Connect Relying Party Metadata Choices 1.0"),
			yes("tls_client_certificate_bound_access_tokens",
					"TokenSettings.x509CertificateBoundAccessTokens, with tls_client_auth and self_signed_tls_client_auth")
				.withSection("RFC 8705 §3.4"),
			subject(CertificateSubject.DISTINGUISHED_NAME), subject(CertificateSubject.DNS),
			subject(CertificateSubject.URI), subject(CertificateSubject.IP), subject(CertificateSubject.EMAIL),
			yes("require_pushed_authorization_requests", "other requests are refused at the authorization endpoint")
				.withSection("RFC 9126 §6"),
			no("require_signed_request_object", "RFC 9101 §10.5").withSupport(Support.HONOURED,
					"false only: the server takes no request objects"),
			yes("dpop_bound_access_tokens", "requests without a proof are refused at the token endpoint")
				.withSection("RFC 9449 §5.2"),
			refused("authorization_details_types", "RFC 9396 §10").asArray()
				.withSupport(Support.REFUSED, "the server takes no authorization details"),
			refused("authorization_signed_response_alg", JARM), refused("authorization_encrypted_response_alg", JARM),
			refused("authorization_encrypted_response_enc", JARM));

	private ProfileMembers() {
	}

	private static ClientMetadataMember subject(CertificateSubject subject) {
		return ClientMetadataMember.of(subject.member(), Type.STRING)
			.withSupport(Support.HONOURED, "of the certificate, with tls_client_auth; exactly one")
			.withRule(MemberRules.certificateSubject(subject))
			.withSection("RFC 8705 §2.1.2");
	}

	private static ClientMetadataMember yes(String name, String meaning) {
		return ClientMetadataMember.of(name, Type.BOOLEAN).withSupport(Support.HONOURED, meaning).withDefault("false");
	}

	private static ClientMetadataMember no(String name, String section) {
		return ClientMetadataMember.of(name, Type.BOOLEAN)
			.withSupport(Support.HONOURED, "false only")
			.withDefault("false")
			.withRule(MemberRules.oneOf(false))
			.withSection(section);
	}

	private static ClientMetadataMember refused(String name, String section) {
		return ClientMetadataMember.of(name, Type.STRING)
			.withSupport(Support.REFUSED, "not supported")
			.withSection(section);
	}

}
