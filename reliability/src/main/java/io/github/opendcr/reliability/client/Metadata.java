package io.github.opendcr.reliability.client;

/**
 * What the clients say of themselves.
 */
public final class Metadata {

	public static final String REDIRECT_URI = "https://app.example.com/callback";

	private static final String FOR_ITSELF = "\"authorization_code\",\"client_credentials\"";

	private static final String FOR_A_USER = "\"authorization_code\",\"refresh_token\"";

	private Metadata() {
	}

	/**
	 * Return a confidential client, which gets tokens for itself.
	 * @param softwareId what no other client has
	 */
	public static String confidential(String softwareId, String name) {
		return "{\"software_id\":\"" + softwareId + "\"," + members(name, "client_secret_basic", FOR_ITSELF) + "}";
	}

	/**
	 * Return an update of such a client.
	 */
	public static String update(String clientId, String softwareId, String name) {
		return "{\"client_id\":\"" + clientId + "\",\"software_id\":\"" + softwareId + "\","
				+ members(name, "client_secret_basic", FOR_ITSELF) + "}";
	}

	/**
	 * Return a client with users and without a secret.
	 */
	public static String open(String name) {
		return "{" + members(name, "none", FOR_A_USER) + "}";
	}

	/**
	 * Return the document of such a client.
	 */
	public static String document(String url) {
		return "{\"client_id\":\"" + url + "\"," + members("Document", "none", FOR_A_USER) + "}";
	}

	private static String members(String name, String authMethod, String grantTypes) {
		return "\"client_name\":\"" + name + "\",\"redirect_uris\":[\"" + REDIRECT_URI + "\"],\"grant_types\":["
				+ grantTypes + "],\"response_types\":[\"code\"],\"token_endpoint_auth_method\":\"" + authMethod
				+ "\",\"scope\":\"profile email\"";
	}

}
