package io.github.opendcr.e2e.rfc;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import org.jsoup.Jsoup;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

/**
 * A client that names resources, and its user, who is logged in and consents if asked.
 */
record ResourceFlow(TestServer server, Registered client, Browser browser) {

	static final String CALLBACK = "https://client.example/cb";

	static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

	static final String CLIENT = """
			{"redirect_uris": ["https://client.example/cb"], "client_name": "%s", "scope": "openid profile read write",
			"grant_types": ["authorization_code", "refresh_token", "client_credentials",
			"urn:ietf:params:oauth:grant-type:device_code"]}""";

	static ResourceFlow of(TestServer server) {
		return of(server, server.registered(CLIENT.formatted("A client")));
	}

	static ResourceFlow of(TestServer server, Registered client) {
		Browser browser = new Browser(server.http());
		browser.logIn();
		return new ResourceFlow(server, client, browser);
	}

	static String resources(String... resources) {
		StringBuilder form = new StringBuilder();
		for (String resource : resources) {
			form.append("&resource=").append(URLEncoder.encode(resource, StandardCharsets.UTF_8));
		}
		return form.toString();
	}

	String request(String scope) {
		Map<String, String> parameters = new LinkedHashMap<>(Browser.request(this.client.id(), CALLBACK));
		parameters.put("scope", scope);
		return Http.encode(parameters);
	}

	/**
	 * What the authorization endpoint answers: a page, or a redirect.
	 */
	Answer authorize(String scope, String... resources) {
		return this.browser.authorize(request(scope) + resources(resources));
	}

	/**
	 * Where the browser is sent once the user has consented, if asked.
	 */
	String walk(Answer answer) {
		return ((answer.status() == 200) ? this.browser.consent(answer) : answer).expect(302).header("Location");
	}

	String code(String scope, String... resources) {
		return Browser.parameter(walk(authorize(scope, resources)), "code");
	}

	Answer redeem(String code, String... resources) {
		return token(Http.encode(TestServer.codeGrant(code, CALLBACK)) + resources(resources));
	}

	Answer refresh(Answer tokens, String... resources) {
		return token("grant_type=refresh_token&refresh_token=" + tokens.string("refresh_token") + resources(resources));
	}

	Answer push(String scope, String... resources) {
		return form("/oauth2/par", request(scope) + resources(resources));
	}

	Answer authorizePushed(Answer pushed) {
		return this.browser
			.authorize(Map.of("client_id", this.client.id(), "request_uri", pushed.expect(201).string("request_uri")));
	}

	Answer device(String scope, String... resources) {
		return form("/oauth2/device_authorization", "scope=" + scope + resources(resources));
	}

	/**
	 * Have the user allow what a device asks, if that is asked.
	 */
	void allow(Answer device) {
		Answer page = verify(device);
		if (page.status() == 200) {
			String form = Jsoup.parse(page.body())
				.select("form:not(#refusal) input[name]")
				.stream()
				.map((input) -> Http.encode(Map.of(input.attr("name"), input.attr("value"))))
				.collect(Collectors.joining("&"));
			page = this.browser.post("/oauth2/device_verification", form);
		}
		page.expect(302);
	}

	/**
	 * What the user sees who enters the code that the device shows.
	 */
	Answer verify(Answer device) {
		return this.browser.get("/oauth2/device_verification?user_code=" + device.string("user_code"));
	}

	Answer redeemDevice(Answer device, String... resources) {
		return token(
				"grant_type=" + DEVICE_GRANT + "&device_code=" + device.string("device_code") + resources(resources));
	}

	Answer token(String form) {
		return form("/oauth2/token", form);
	}

	private Answer form(String path, String form) {
		return this.server.http().form(path, form, TestServer.basic(this.client.id(), this.client.secret()));
	}

	static JWTClaimsSet claims(Answer tokens, String member) {
		try {
			return SignedJWT.parse(tokens.expect(200).string(member)).getJWTClaimsSet();
		}
		catch (ParseException ex) {
			throw new AssertionError(tokens.toString(), ex);
		}
	}

	static List<String> audience(Answer tokens) {
		return claims(tokens, "access_token").getAudience();
	}

	static List<String> scopes(Answer tokens) {
		return List.of(tokens.expect(200).string("scope").split(" "));
	}

}
