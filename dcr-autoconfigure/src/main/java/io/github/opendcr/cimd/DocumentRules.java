package io.github.opendcr.cimd;

import java.util.List;
import java.util.Set;

import io.github.opendcr.ClientMetadata;

/**
 * What a document must have, and what it must not: the faults that nothing can be
 * negotiated of. The same holds for what a software statement in it claims.
 *
 * @see <a href=
 * "https://datatracker.ietf.org/doc/draft-ietf-oauth-client-id-metadata-document/">
 * draft-ietf-oauth-client-id-metadata-document §4</a>
 */
final class DocumentRules {

	/**
	 * Members that must not be there, whatever their values (§4.1).
	 */
	static final Set<String> SECRETS = Set.of("client_secret", "client_secret_expires_at");

	/**
	 * Members that are no metadata of a client, and have their rules here.
	 */
	static final Set<String> OF_DOCUMENTS = Set.of("client_id", "client_secret", "client_secret_expires_at");

	// What the server itself fetches
	private static final List<String> FETCHED = List.of("jwks_uri", "sector_identifier_uri");

	private DocumentRules() {
	}

	// §4: simple string comparison (RFC 3986 §6.2.1)
	static void checkIdentity(String url, ClientMetadata published, Findings findings) {
		if (!published.has("client_id")) {
			findings.refuse("client_id", "A client metadata document must have the member client_id, its own URL");
		}
		else if (!url.equals(published.get("client_id"))) {
			findings.refuse("client_id",
					"The client_id of a client metadata document must be the URL at which it is, character by character");
		}
	}

	static void check(ClientMetadata offered, Findings findings) {
		for (String member : offered.asMap().keySet()) {
			if (SECRETS.contains(member)) {
				findings.refuse(member, "A client metadata document must not have the member " + member
						+ ", whatever its value; leave it out");
			}
		}
		for (String member : FETCHED) {
			String uri = offered.getString(member);
			if (uri != null && !uri.startsWith("https://")) {
				findings.refuse(member, member + " must be an https URL");
			}
		}
		// The Model Context Protocol requires redirect_uris, too, which every client
		// needs whose grant types do
		if (offered.getString("client_name") == null) {
			findings.refuse("client_name", "A client metadata document must have the member client_name");
		}
		AuthenticationMethods.check(offered, findings);
	}

}
