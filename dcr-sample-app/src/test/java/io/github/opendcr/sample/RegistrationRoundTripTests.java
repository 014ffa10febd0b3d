package io.github.opendcr.sample;

import java.io.IOException;
import java.net.URI;
import java.util.Set;

import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.client.ClientDeleteRequest;
import com.nimbusds.oauth2.sdk.client.ClientInformation;
import com.nimbusds.oauth2.sdk.client.ClientMetadata;
import com.nimbusds.oauth2.sdk.client.ClientReadRequest;
import com.nimbusds.oauth2.sdk.client.ClientRegistrationRequest;
import com.nimbusds.oauth2.sdk.client.ClientRegistrationResponse;
import com.nimbusds.oauth2.sdk.client.ClientUpdateRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.Issuer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.opendcr.testkit.Answer;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client of somebody else's making, the Nimbus SDK, goes through a registration's life.
 */
@SampleTest
class RegistrationRoundTripTests {

	@LocalServerPort
	private int port;

	private Server server;

	private URI registrationEndpoint;

	@BeforeEach
	void setUp() throws Exception {
		this.server = new Server(this.port);
		this.registrationEndpoint = AuthorizationServerMetadata.resolve(new Issuer(this.server.uri("")))
			.getRegistrationEndpointURI();
	}

	@Test
	void registerWhenDiscoveredThenAnswersClientInformation() throws Exception {
		ClientInformation client = register();
		assertThat(client.getID().getValue()).isNotBlank();
		assertThat(client.getSecret().getValue()).isNotBlank();
		assertThat(client.getSecret().getExpirationDate()).isNull();
		assertThat(client.getRegistrationURI()).isNotNull();
		assertThat(client.getRegistrationAccessToken().getValue()).isNotBlank();
		assertThat(client.getMetadata().getName()).isEqualTo("Round trip");
		assertThat(client.getMetadata().getRedirectionURI()).isEqualTo(URI.create("https://client.example.org/cb"));
	}

	@Test
	void readWhenTokenIsValidThenAnswersSameMetadata() throws Exception {
		ClientInformation client = register();
		ClientInformation read = read(client);
		assertThat(read.getID()).isEqualTo(client.getID());
		assertThat(read.getMetadata().toJSONObject()).isEqualTo(client.getMetadata().toJSONObject());
		assertThat(read.getSecret()).isNull();
	}

	@Test
	void updateWhenTokenIsValidThenReplacesMetadataAndToken() throws Exception {
		ClientInformation client = register();
		ClientInformation updated = update(client, "Renamed");
		assertThat(updated.getID()).isEqualTo(client.getID());
		assertThat(updated.getMetadata().getName()).isEqualTo("Renamed");
		assertThat(updated.getRegistrationAccessToken()).isNotEqualTo(client.getRegistrationAccessToken());
		assertThat(read(updated).getMetadata().getName()).isEqualTo("Renamed");
		assertThat(send(readRequest(client)).getStatusCode()).isEqualTo(401);
	}

	@Test
	void deleteWhenTokenIsValidThenClientAndItsTokensAreGone() throws Exception {
		ClientInformation client = register();
		Answer tokens = new CodeFlow(this.server, asClient(client), "https://client.example.org/cb").run(new User());
		assertThat(this.server.introspect(tokens.string("access_token")).json().get("active")).isEqualTo(true);
		assertThat(send(deleteRequest(client)).getStatusCode()).isEqualTo(204);
		assertThat(send(readRequest(client)).getStatusCode()).isEqualTo(401);
		assertThat(send(deleteRequest(client)).getStatusCode()).isEqualTo(401);
		assertThat(this.server.introspect(tokens.string("access_token")).json().get("active")).isEqualTo(false);
		Answer refused = this.server.refresh(asClient(client), tokens.string("refresh_token"));
		assertThat(refused.status()).isEqualTo(401);
		assertThat(refused.string("error")).isEqualTo("invalid_client");
	}

	private static Client asClient(ClientInformation client) {
		return new Client(client.getID().getValue(), client.getSecret().getValue(),
				client.getMetadata().getScope().toString());
	}

	private ClientInformation register() throws ParseException, IOException {
		return parse(send(
				new ClientRegistrationRequest(this.registrationEndpoint, metadata("Round trip"), null).toHTTPRequest()),
				201);
	}

	private ClientInformation read(ClientInformation client) throws ParseException, IOException {
		return parse(send(readRequest(client)), 200);
	}

	private ClientInformation update(ClientInformation client, String name) throws ParseException, IOException {
		return parse(send(new ClientUpdateRequest(client.getRegistrationURI(), client.getID(),
				client.getRegistrationAccessToken(), metadata(name), client.getSecret())
			.toHTTPRequest()), 200);
	}

	private static HTTPRequest readRequest(ClientInformation client) {
		return new ClientReadRequest(client.getRegistrationURI(), client.getRegistrationAccessToken()).toHTTPRequest();
	}

	private static HTTPRequest deleteRequest(ClientInformation client) {
		return new ClientDeleteRequest(client.getRegistrationURI(), client.getRegistrationAccessToken())
			.toHTTPRequest();
	}

	private static HTTPResponse send(HTTPRequest request) throws IOException {
		return request.send();
	}

	private static ClientInformation parse(HTTPResponse response, int status) throws ParseException {
		assertThat(response.getStatusCode()).as(response.getBody()).isEqualTo(status);
		return ClientRegistrationResponse.parse(response).toSuccessResponse().getClientInformation();
	}

	private static ClientMetadata metadata(String name) {
		ClientMetadata metadata = new ClientMetadata();
		metadata.setName(name);
		metadata.setRedirectionURI(URI.create("https://client.example.org/cb"));
		metadata.setTokenEndpointAuthMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
		metadata.setGrantTypes(Set.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN));
		metadata.setScope(new Scope("openid", "mcp:read"));
		return metadata;
	}

}
