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

	static final List<ClientMetadataMember> ALL = List.of(
			no("tls_client_certificate_bound_access_tokens", "RFC 8705 §3.4"),
			subject(CertificateSubject.DISTINGUISHED_NAME), subject(CertificateSubject.DNS),
			subject(CertificateSubject.URI), subject(CertificateSubject.IP), subject(CertificateSubject.EMAIL),
			no("require_pushed_authorization_requests", "RFC 9126 §6"),
			no("require_signed_request_object", "RFC 9101 §10.5"), no("dpop_bound_access_tokens", "RFC 9449 §5.2"),
			refused("authorization_details_types", "RFC 9396 §10").asArray(),
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
