package io.github.opendcr.benchmarks.micro;

import java.nio.charset.StandardCharsets;

/**
 * What clients send, in the shape of real ones.
 *
 * @since 0.1.0
 */
public enum RegistrationRequest {

	/**
	 * As little as a client can say.
	 */
	MINIMAL("""
			{"redirect_uris": ["https://client.example.org/callback"]}
			"""),

	/**
	 * What the MCP Inspector sends; others of its kind differ in a member or two.
	 */
	MCP("""
			{
			  "redirect_uris": ["http://localhost:6274/oauth/callback"],
			  "token_endpoint_auth_method": "none",
			  "grant_types": ["authorization_code", "refresh_token"],
			  "response_types": ["code"],
			  "client_name": "MCP Inspector",
			  "client_uri": "https://github.com/modelcontextprotocol/inspector",
			  "scope": "mcp:read mcp:write",
			  "application_type": "native"
			}
			"""),

	/**
	 * A relying party that fills in all that it can: names and pages in several
	 * languages, keys, many redirection URIs, and members that nobody knows.
	 */
	LARGE("""
			{
			  "redirect_uris": [
			    "https://app.example.org/oauth/callback", "https://app.example.org/oauth/silent",
			    "https://eu.app.example.org/oauth/callback", "https://eu.app.example.org/oauth/silent",
			    "https://us.app.example.org/oauth/callback", "https://us.app.example.org/oauth/silent",
			    "https://staging.app.example.org/oauth/callback", "https://staging.app.example.org/oauth/silent",
			    "https://preview.app.example.org/oauth/callback", "https://preview.app.example.org/oauth/silent"
			  ],
			  "post_logout_redirect_uris": [
			    "https://app.example.org/goodbye", "https://eu.app.example.org/goodbye",
			    "https://us.app.example.org/goodbye", "https://staging.app.example.org/goodbye"
			  ],
			  "token_endpoint_auth_method": "private_key_jwt",
			  "token_endpoint_auth_signing_alg": "RS256",
			  "grant_types": ["authorization_code", "refresh_token"],
			  "response_types": ["code"],
			  "application_type": "web",
			  "client_name": "Example Accounting",
			  "client_name#de": "Beispiel-Buchhaltung",
			  "client_name#fr": "Comptabilité d'exemple",
			  "client_name#ja": "会計の例",
			  "client_uri": "https://www.example.org/accounting",
			  "client_uri#de": "https://www.example.org/de/buchhaltung",
			  "logo_uri": "https://www.example.org/accounting/logo.svg",
			  "tos_uri": "https://www.example.org/accounting/terms",
			  "tos_uri#de": "https://www.example.org/de/buchhaltung/nutzungsbedingungen",
			  "policy_uri": "https://www.example.org/accounting/privacy",
			  "policy_uri#de": "https://www.example.org/de/buchhaltung/datenschutz",
			  "initiate_login_uri": "https://app.example.org/login",
			  "contacts": ["identity@example.org", "operations@example.org", "security@example.org"],
			  "scope": "openid profile email mcp:read mcp:write",
			  "software_id": "4NRB1-0XZABZI9E6-5SM3R",
			  "software_version": "2026.11.2",
			  "id_token_signed_response_alg": "RS256",
			  "require_auth_time": true,
			  "jwks": {"keys": [{
			    "kty": "RSA", "use": "sig", "alg": "RS256", "kid": "2026-11", "e": "AQAB",
			    "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
			  }]},
			  "logo_dark_uri": "https://www.example.org/accounting/logo-dark.svg",
			  "vendor_metadata": {"tier": "gold", "regions": ["eu", "us"], "reviewed": true}
			}
			""");

	private final byte[] body;

	RegistrationRequest(String body) {
		this.body = body.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Return the body of the request.
	 * @return the JSON in UTF-8, not to be changed
	 */
	public byte[] body() {
		return this.body;
	}

}
