package io.github.opendcr.e2e.rfc;

import java.net.URI;
import java.util.Set;

import com.nimbusds.langtag.LangTag;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.client.ClientDeleteRequest;
import com.nimbusds.oauth2.sdk.client.ClientInformation;
import com.nimbusds.oauth2.sdk.client.ClientInformationResponse;
import com.nimbusds.oauth2.sdk.client.ClientMetadata;
import com.nimbusds.oauth2.sdk.client.ClientReadRequest;
import com.nimbusds.oauth2.sdk.client.ClientRegistrationErrorResponse;
import com.nimbusds.oauth2.sdk.client.ClientRegistrationRequest;
import com.nimbusds.oauth2.sdk.client.ClientRegistrationResponse;
import com.nimbusds.oauth2.sdk.client.ClientUpdateRequest;
import com.nimbusds.oauth2.sdk.client.RegistrationError;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.SoftwareID;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.rp.ApplicationType;
import com.nimbusds.openid.connect.sdk.rp.OIDCClientInformation;
import com.nimbusds.openid.connect.sdk.rp.OIDCClientInformationResponse;
import com.nimbusds.openid.connect.sdk.rp.OIDCClientMetadata;
import com.nimbusds.openid.connect.sdk.rp.OIDCClientRegistrationRequest;
import com.nimbusds.openid.connect.sdk.rp.OIDCClientRegistrationResponseParser;
import com.nimbusds.openid.connect.sdk.rp.OIDCClientUpdateRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.github.opendcr.testkit.TestServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that was written by others, with the Nimbus OAuth 2.0 SDK, registers, reads,
 * updates and deletes itself.
 */
class NimbusSdkTests {

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.shared();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static URI endpoint() {
		return URI.create(server.base() + "/oauth2/register");
	}

	private static ClientInformation information(HTTPResponse response) throws Exception {
		ClientRegistrationResponse parsed = ClientRegistrationResponse.parse(response);
		assertThat(parsed.indicatesSuccess()).as(response.getBody()).isTrue();
		return ((ClientInformationResponse) parsed).getClientInformation();
	}

	private static OIDCClientInformation oidcInformation(HTTPResponse response) throws Exception {
		ClientRegistrationResponse parsed = OIDCClientRegistrationResponseParser.parse(response);
		assertThat(parsed.indicatesSuccess()).as(response.getBody()).isTrue();
		return ((OIDCClientInformationResponse) parsed).getOIDCClientInformation();
	}

	@Test
	void oauthClientRegistersReadsUpdatesAndDeletesItself() throws Exception {
		ClientMetadata metadata = new ClientMetadata();
		metadata.setRedirectionURI(URI.create("https://client.example/cb"));
		metadata.setGrantTypes(Set.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN));
		metadata.setResponseTypes(Set.of(ResponseType.CODE));
		metadata.setTokenEndpointAuthMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST);
		metadata.setScope(new Scope("openid", "email"));
		metadata.setName("Client");
		metadata.setName("Le client", LangTag.parse("fr"));
		metadata.setLogoURI(URI.create("https://client.example/logo"));
		metadata.setSoftwareID(new SoftwareID("nimbus"));

		ClientInformation registered = information(
				new ClientRegistrationRequest(endpoint(), metadata, null).toHTTPRequest().send());
		assertThat(registered.getSecret().getValue()).isNotEmpty();
		assertThat(registered.getSecret().getExpirationDate()).isNull();
		assertThat(registered.getIDIssueDate()).isNotNull();
		assertThat(registered.getMetadata().toJSONObject()).isEqualTo(metadata.toJSONObject());

		URI uri = registered.getRegistrationURI();
		ClientInformation read = information(
				new ClientReadRequest(uri, registered.getRegistrationAccessToken()).toHTTPRequest().send());
		assertThat(read.getID()).isEqualTo(registered.getID());
		assertThat(read.getMetadata().toJSONObject()).isEqualTo(metadata.toJSONObject());

		ClientMetadata changed = read.getMetadata();
		changed.setName("Changed");
		ClientInformation updated = information(update(registered, changed, registered.getSecret()));
		assertThat(updated.getMetadata().getName()).isEqualTo("Changed");
		assertThat(updated.getMetadata().getName(LangTag.parse("fr"))).isEqualTo("Le client");
		BearerAccessToken token = updated.getRegistrationAccessToken();
		assertThat(token).isNotEqualTo(registered.getRegistrationAccessToken());

		HTTPResponse deleted = new ClientDeleteRequest(uri, token).toHTTPRequest().send();
		assertThat(deleted.getStatusCode()).isEqualTo(204);
		HTTPResponse gone = new ClientReadRequest(uri, token).toHTTPRequest().send();
		assertThat(gone.getStatusCode()).isEqualTo(401);
		assertThat(ClientRegistrationErrorResponse.parse(gone).getErrorObject().getCode()).isEqualTo("invalid_token");
	}

	@Test
	void openIdClientRegistersReadsUpdatesAndDeletesItself() throws Exception {
		OIDCClientMetadata metadata = new OIDCClientMetadata();
		metadata.setRedirectionURI(URI.create("http://127.0.0.1/cb"));
		metadata.setApplicationType(ApplicationType.NATIVE);
		metadata.setPostLogoutRedirectionURIs(Set.of(URI.create("https://client.example/bye")));
		metadata.setTokenEndpointAuthMethod(ClientAuthenticationMethod.NONE);
		metadata.setScope(new Scope("openid"));

		OIDCClientInformation registered = oidcInformation(
				new OIDCClientRegistrationRequest(endpoint(), metadata, null).toHTTPRequest().send());
		assertThat(registered.getSecret()).isNull();
		assertThat(registered.getOIDCMetadata().getApplicationType()).isEqualTo(ApplicationType.NATIVE);
		assertThat(registered.getOIDCMetadata().getPostLogoutRedirectionURIs())
			.containsExactly(URI.create("https://client.example/bye"));

		OIDCClientMetadata changed = registered.getOIDCMetadata();
		changed.setPostLogoutRedirectionURIs(null);
		changed.setName("Native");
		OIDCClientInformation updated = oidcInformation(new OIDCClientUpdateRequest(registered.getRegistrationURI(),
				registered.getID(), registered.getRegistrationAccessToken(), changed, null)
			.toHTTPRequest()
			.send());
		assertThat(updated.getOIDCMetadata().getName()).isEqualTo("Native");
		assertThat(updated.getOIDCMetadata().getPostLogoutRedirectionURIs()).isNull();

		OIDCClientInformation read = oidcInformation(
				new ClientReadRequest(updated.getRegistrationURI(), updated.getRegistrationAccessToken())
					.toHTTPRequest()
					.send());
		assertThat(read.getOIDCMetadata().toJSONObject()).isEqualTo(updated.getOIDCMetadata().toJSONObject());
		assertThat(new ClientDeleteRequest(updated.getRegistrationURI(), updated.getRegistrationAccessToken())
			.toHTTPRequest()
			.send()
			.getStatusCode()).isEqualTo(204);
	}

	@Test
	void refusalsAreUnderstood() throws Exception {
		ClientMetadata metadata = new ClientMetadata();
		metadata.setRedirectionURI(URI.create("http://client.example/cb"));
		HTTPResponse response = new ClientRegistrationRequest(endpoint(), metadata, null).toHTTPRequest().send();
		assertThat(ClientRegistrationErrorResponse.parse(response).getErrorObject())
			.isEqualTo(RegistrationError.INVALID_REDIRECT_URI);

		metadata.setRedirectionURI(URI.create("https://client.example/cb"));
		ClientInformation registered = information(
				new ClientRegistrationRequest(endpoint(), metadata, null).toHTTPRequest().send());
		HTTPResponse wrongSecret = update(registered, registered.getMetadata(), new Secret("chosen-by-the-client"));
		assertThat(ClientRegistrationErrorResponse.parse(wrongSecret).getErrorObject())
			.isEqualTo(RegistrationError.INVALID_CLIENT_METADATA);
		HTTPResponse wrongId = new ClientUpdateRequest(registered.getRegistrationURI(), new ClientID("another"),
				registered.getRegistrationAccessToken(), registered.getMetadata(), null)
			.toHTTPRequest()
			.send();
		assertThat(wrongId.getStatusCode()).isEqualTo(400);
		HTTPResponse wrongToken = new ClientReadRequest(registered.getRegistrationURI(), new BearerAccessToken("wrong"))
			.toHTTPRequest()
			.send();
		assertThat(wrongToken.getStatusCode()).isEqualTo(401);
		assertThat(wrongToken.getWWWAuthenticate()).startsWith("Bearer");
	}

	private static HTTPResponse update(ClientInformation client, ClientMetadata metadata, Secret secret)
			throws Exception {
		return new ClientUpdateRequest(client.getRegistrationURI(), client.getID(), client.getRegistrationAccessToken(),
				metadata, secret)
			.toHTTPRequest()
			.send();
	}

}
