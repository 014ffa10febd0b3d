package io.github.opendcr.cimd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.policy.AllowedMetadataSettings;
import io.github.opendcr.policy.MemberSettings;
import io.github.opendcr.policy.PolicySettings;
import io.github.opendcr.policy.RedirectUriSettings;
import io.github.opendcr.policy.RegistrationTerms;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.DocumentCheck;
import io.github.opendcr.testkit.DocumentFixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DocumentNegotiation}.
 */
class DocumentNegotiationTests {

	private static final String URL = "https://client.example/oauth/client.json";

	private static final String ONE = "token_endpoint_auth_method";

	private static final String SEVERAL = "token_endpoint_auth_methods_supported";

	private static final Map<String, Object> JWKS = jwks(false);

	private final DocumentCheck check = DocumentCheck.mcp();

	@ParameterizedTest
	@MethodSource("io.github.opendcr.testkit.DocumentFixture#all")
	void previewWhenDocumentWasSeenThenAcceptedWithItsNarrowing(DocumentFixture fixture) {
		DocumentPreview preview = this.check.preview(fixture.url(), fixture.json());
		assertThat(preview.violations()).isEmpty();
		assertThat(preview.orThrow().effective().asMap()).containsAllEntriesOf(fixture.granted());
		assertThat(preview.orThrow().effective().getTokenEndpointAuthMethods())
			.containsExactlyElementsOf(fixture.authenticatesBy());
		assertThat(preview.narrowings()).extracting(Narrowing::member)
			.containsExactlyInAnyOrderElementsOf(fixture.narrowed());
	}

	@Test
	void previewWhenGrantTypeIsNarrowedThenTellsWhatWasPublishedAndWhatIsKept() {
		DocumentFixture claude = DocumentFixture.of("claude-web");
		assertThat(this.check.preview(claude.url(), claude.json()).narrowings())
			.containsExactly(new Narrowing("grant_types", claude.document().get("grant_types"),
					List.of("authorization_code", "refresh_token"), "not allowed by this server"));
	}

	@Test
	void previewWhenSeveralFaultsThenAllAreTold() {
		Map<String, Object> document = document("client_id", URL + "/", "client_name", null, "client_secret", null,
				"redirect_uris", List.of("javascript:alert(1)"), ONE, "client_secret_basic", "logo_uri", "x");
		document.put("client_secret", null);
		DocumentPreview preview = this.check.preview(URL, Answer.write(document));
		assertThat(preview.isAccepted()).isFalse();
		assertThat(preview.violations()).extracting(RegistrationException::getMember)
			.containsExactlyInAnyOrder("client_id", "client_name", "client_secret", "redirect_uris", ONE);
		assertThat(preview.narrowings()).extracting(Narrowing::member).containsExactly("logo_uri");
	}

	private Map<String, Object> document(@Nullable Object... members) {
		Map<String, Object> document = new LinkedHashMap<>(Map.of("client_id", URL, "client_name", "Client",
				"redirect_uris", List.of("https://client.example/callback")));
		for (int i = 0; i < members.length; i += 2) {
			if (members[i + 1] == null) {
				document.remove(members[i]);
			}
			else {
				document.put((String) members[i], members[i + 1]);
			}
		}
		return document;
	}

	private ClientMetadata accept(@Nullable Object... members) {
		return this.check.accept(URL, Answer.write(document(members)));
	}

	private List<@Nullable String> refusals(@Nullable Object... members) {
		return refusals(Answer.write(document(members)));
	}

	private List<@Nullable String> refusals(String json) {
		List<@Nullable String> refused = new ArrayList<>();
		this.check.preview(URL, json).violations().forEach((violation) -> refused.add(violation.getMember()));
		return refused;
	}

	private static Map<String, Object> jwks(boolean withPrivateKey) {
		try {
			return new JWKSet(new ECKeyGenerator(Curve.P_256).keyID("1").generate()).toJSONObject(!withPrivateKey);
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What nothing can be negotiated of.
	 */
	@Nested
	class Refused {

		@ParameterizedTest
		@ValueSource(strings = { "https://client.example/oauth/client.json/", "https://client.example/oauth/client.jso",
				"https://CLIENT.example/oauth/client.json", "https://client.example:443/oauth/client.json",
				"https://client.example/oauth/client.json?", "https://client.example/oauth/clien%74.json" })
		void whenClientIdIsNotTheUrlCharacterByCharacter(String clientId) {
			assertThat(refusals("client_id", clientId)).containsExactly("client_id");
		}

		@Test
		void whenClientIdIsMissing() {
			assertThat(refusals("client_id", null)).containsExactly("client_id");
		}

		@ParameterizedTest
		@ValueSource(strings = { "null", "\"\"", "\"x\"", "0", "[]" })
		void whenSecretOrItsExpiryIsThereWhateverItsValue(String value) {
			for (String member : List.of("client_secret", "client_secret_expires_at")) {
				assertThat(refusals(Answer.write(document()).replaceFirst("\\{", "{\"" + member + "\":" + value + ",")))
					.containsExactly(member);
			}
		}

		@Test
		void whenKeyIsPrivateOrSymmetricEvenIfItIsOfNoUse() {
			assertThat(refusals("jwks", jwks(true), ONE, "none")).containsExactly("jwks");
			assertThat(refusals("jwks", Map.of("keys", List.of(Map.of("kty", "oct", "k", "c2VjcmV0"))), ONE, "none"))
				.containsExactly("jwks");
		}

		@Test
		void whenKeysAreByValueAndByReference() {
			assertThat(refusals("jwks", JWKS, "jwks_uri", "https://client.example/jwks")).containsExactly("jwks");
		}

		@Test
		void whenWhatTheServerFetchesIsNotHttps() {
			assertThat(refusals("jwks_uri", "http://client.example/jwks", ONE, "private_key_jwt"))
				.containsExactly("jwks_uri");
		}

		@Test
		void whenNameIsMissing() {
			assertThat(refusals("client_name", null)).containsExactly("client_name");
			assertThat(refusals("client_name", "  ")).containsExactly("client_name");
		}

		@ParameterizedTest
		@ValueSource(strings = { "javascript:alert(1)", "data:text/html,x", "https://client.example/callback#x",
				"https://user@client.example/", "http://client.example/callback", "nonsense" })
		void whenRedirectUriIsUnsafe(String uri) {
			assertThat(refusals("redirect_uris", List.of("https://client.example/callback", uri)))
				.containsExactly("redirect_uris");
		}

		@Test
		void whenRedirectUrisAreMissingWhereAGrantTypeNeedsThem() {
			assertThat(refusals("redirect_uris", null)).containsExactly("redirect_uris");
			assertThat(refusals("redirect_uris", List.of())).containsExactly("redirect_uris");
		}

		@Test
		void whenNoGrantTypeFits() {
			assertThat(refusals("grant_types", List.of("urn:example:other"))).containsExactly("grant_types");
			assertThat(refusals("grant_types", List.of("\u0001"))).containsExactly("grant_types");
		}

		@Test
		void whenItAsksForProtectionThatTheServerCannotGive() {
			assertThat(refusals("id_token_encrypted_response_alg", "RSA-OAEP"))
				.containsExactly("id_token_encrypted_response_alg");
			assertThat(refusals("require_signed_request_object", true))
				.containsExactly("require_signed_request_object");
		}

		@ParameterizedTest
		@ValueSource(strings = { "", "[]", "{", "{}{}", "{\"client_id\":1,\"client_id\":2}", "<html>" })
		void whenItIsNotOneJsonObject(String json) {
			assertThatExceptionOfType(RegistrationException.class)
				.isThrownBy(() -> DocumentNegotiationTests.this.check.preview(URL, json).orThrow())
				.withMessageMatching("The (document|member) .*");
		}

		@Test
		void whenItNestsTooDeep() {
			assertThat(refusals("{\"x\":" + "[".repeat(20) + "]".repeat(20) + "}")).hasSize(1);
		}

	}

	/**
	 * §B.5 no. 2: what was policed where it should have been negotiated.
	 */
	@Nested
	class Negotiated {

		@ParameterizedTest
		@ValueSource(
				strings = { "logo_uri", "client_uri", "tos_uri", "policy_uri", "initiate_login_uri", "logo_uri#fr" })
		void whenLinkIsBadThenLeftOut(String member) {
			for (Object bad : List.of("/logo.png", "javascript:alert(1)", 5, List.of("https://client.example/"))) {
				assertThat(accept(member, bad).has(member)).isFalse();
			}
		}

		@Test
		void whenNameIsTooLongThenLeftOutAndTheHostStandsForIt() {
			assertThat(accept("client_name", "x".repeat(300)).getClientName()).isNull();
			assertThat(accept("client_name#fr", "x".repeat(300)).getClientName()).isEqualTo("Client");
			assertThat(accept("client_name#!", "x").asMap()).doesNotContainKey("client_name#!");
		}

		@Test
		void whenValueOfListIsBadThenTheOthersAreKept() {
			assertThat(accept("contacts", List.of("a@client.example", "", 5)).getStrings("contacts"))
				.containsExactly("a@client.example");
			assertThat(accept("post_logout_redirect_uris", List.of("https://client.example/out", "javascript:x"))
				.getPostLogoutRedirectUris()).containsExactly("https://client.example/out");
			assertThat(accept("grant_types", List.of("authorization_code", "a,b")).getGrantTypes())
				.containsExactly("authorization_code");
		}

		@Test
		void whenMemberOffersWhatTheServerDoesNotUseThenLeftOut() {
			assertThat(accept("backchannel_logout_uri", "https://client.example/logout", "request_uris",
					List.of("https://client.example/request"), "authorization_details_types", List.of("x"),
					"application_type", "browser", "x_unknown", Map.of("a", 1))
				.asMap())
				.containsOnlyKeys("client_name", "redirect_uris", ONE, "grant_types", "response_types", "scope");
		}

		@Test
		void whenScopesAreNotAllowedThenNarrowedAndNeverWidened() {
			assertThat(accept("scope", "openid admin").getScopes()).containsExactly("openid");
			assertThat(accept("scope", "admin").getScopes()).containsExactly("openid", "profile");
			assertThat(accept("scope", "openid  \"x\"").getScopes()).containsExactly("openid");
			assertThat(accept("scope", List.of("email")).getScopes()).containsExactly("openid", "profile");
			assertThat(accept().getScopes()).containsExactly("openid", "profile");
		}

		@Test
		void whenScopesAreNotAllowedAndThereAreNoDefaultsThenNone() {
			DocumentCheck none = DocumentCheck.of(AllowedMetadataSettings.DEFAULT);
			assertThat(none.accept(URL, Answer.write(document("scope", "admin"))).getScopes()).isEmpty();
		}

		@Test
		void whenSomethingIsNarrowedThenSaysWhy() {
			Map<String, String> why = new LinkedHashMap<>();
			DocumentNegotiationTests.this.check
				.preview(URL,
						Answer.write(document("contacts", List.of("a@client.example", 5), "x_unknown", "x", "logo_uri",
								"/logo", "scope", "openid admin", "policy_uri", List.of())))
				.narrowings()
				.forEach((narrowing) -> why.put(narrowing.member(), narrowing.why()));
			assertThat(why).containsEntry("contacts", "has values that are not valid")
				.containsEntry("x_unknown", "is of no use to this server")
				.containsEntry("scope", "not allowed by this server")
				.containsKeys("logo_uri", "policy_uri")
				.doesNotContainKey("client_id");
			assertThat(why.get("logo_uri")).contains("logo_uri");
		}

		@Test
		void whenPolicyForcesAValueThenSaysThatTheServerSetIt() {
			DocumentCheck check = DocumentCheck.of(
					new PolicySettings(
							new MemberSettings(ClientMetadata.empty(),
									ClientMetadata.of(Map.of("client_name", "Forced")), Set.of(), false),
							AllowedMetadataSettings.DEFAULT, RedirectUriSettings.DEFAULT,
							new RegistrationTerms(false, null, null, true, true), null),
					DocumentAuthentication.AS_PUBLISHED);
			assertThat(check.preview(URL, Answer.write(document())).narrowings())
				.containsExactly(new Narrowing("client_name", "Client", "Forced", "set by this server"));
		}

		@Test
		void whenRefusedThenItsIdentityIsNotCalledNarrowed() {
			assertThat(DocumentNegotiationTests.this.check
				.preview(URL, Answer.write(document("redirect_uris", null, "contacts", List.of())))
				.narrowings()).isEmpty();
		}

		@Test
		void whenPolicyRefusesMembersThenLeftOut() {
			DocumentCheck check = DocumentCheck.of(
					new PolicySettings(
							new MemberSettings(ClientMetadata.empty(), ClientMetadata.empty(),
									Set.of("client_uri", "client_name", "software_statement"), false),
							AllowedMetadataSettings.DEFAULT, RedirectUriSettings.DEFAULT,
							new RegistrationTerms(false, null, null, true, true), null),
					DocumentAuthentication.AS_PUBLISHED);
			DocumentPreview preview = check.preview(URL, Answer.write(document("client_uri", "https://client.example/",
					"client_name#fr", "x", "software_statement", "a.b.c")));
			assertThat(preview.orThrow().effective().asMap()).containsOnlyKeys("redirect_uris", ONE, "grant_types",
					"response_types");
			assertThat(preview.narrowings()).extracting(Narrowing::member)
				.containsExactlyInAnyOrder("client_uri", "client_name", "client_name#fr", "software_statement");
		}

	}

	/**
	 * §F 23: scopes without a user are the policy's alone.
	 */
	@Nested
	class ClientCredentials {

		private final DocumentCheck check = DocumentCheck
			.of(new AllowedMetadataSettings(Set.of("authorization_code", "client_credentials"), null,
					Set.of("read", "admin"), List.of("read"), Set.of("none", "private_key_jwt"), null, false));

		@Test
		void whenPolicyHasNoRuleForThemThenRefused() {
			assertThat(refusals("grant_types", List.of("client_credentials"), "redirect_uris", null, ONE,
					"private_key_jwt", "jwks", JWKS))
				.containsExactly("grant_types");
		}

		@Test
		void whenPolicyAllowsThemThenScopesAreItsOwn() {
			Map<String, Object> document = document("grant_types", List.of("client_credentials"), "redirect_uris", null,
					ONE, "private_key_jwt", "jwks", JWKS, "scope", "admin");
			assertThat(this.check.accept(URL, Answer.write(document)).getScopes()).containsExactly("read");
			assertThat(this.check.preview(URL, Answer.write(document)).narrowings())
				.contains(new Narrowing("scope", "admin", "read",
						"with the grant type client_credentials the scopes are those of this server's policy"));
		}

		@Test
		void whenClientMayComeWithoutKeyThenNotGranted() {
			Map<String, Object> document = document("grant_types", List.of("authorization_code", "client_credentials"),
					SEVERAL, List.of("none", "private_key_jwt"), "jwks", JWKS, "scope", "admin");
			ClientMetadata granted = this.check.accept(URL, Answer.write(document));
			assertThat(granted.getGrantTypes()).containsExactly("authorization_code");
			assertThat(granted.getScopes()).containsExactly("admin");
		}

	}

	/**
	 * §4.3: the same holds for what a software statement claims.
	 */
	@Nested
	class Statements {

		private DocumentPreview preview(Map<String, Object> claims, @Nullable Object... members) {
			Map<String, Object> document = document(members);
			document.put("software_statement", "statement");
			return DocumentNegotiationTests.this.check.believing(claims).preview(URL, Answer.write(document));
		}

		@Test
		void whenItClaimsMembersThenTheyTakePrecedenceAndAreNegotiated() {
			ClientMetadata granted = preview(Map.of("client_name", "Vouched", "logo_uri", "/logo", "grant_types",
					List.of("authorization_code", "urn:example:other"), SEVERAL, List.of("none", "private_key_jwt"),
					"jwks", JWKS), "client_name#fr", "Own")
				.orThrow()
				.effective();
			assertThat(granted.asMap()).containsEntry("client_name", "Vouched")
				.containsEntry("software_statement", "statement")
				.doesNotContainKeys("client_name#fr", "logo_uri");
			assertThat(granted.getGrantTypes()).containsExactly("authorization_code");
			assertThat(granted.getTokenEndpointAuthMethods()).containsExactly("none", "private_key_jwt");
		}

		@Test
		void whenItClaimsWhatADocumentMustNotHaveThenRefused() {
			assertThat(preview(Map.of(ONE, "client_secret_basic")).violations()).hasSize(1);
			assertThat(preview(Map.of("client_secret", "x")).violations()).hasSize(1);
			assertThat(preview(Map.of(SEVERAL, List.of("private_key_jwt"), "jwks", JWKS), ONE, "none").violations())
				.hasSize(1);
		}

		@Test
		void whenItClaimsAMethodThenTheDocumentAddsNoWeakerOne() {
			for (List<String> several : List.of(List.of("none"), List.of("none", "private_key_jwt"))) {
				assertThat(preview(Map.of(ONE, "private_key_jwt", "jwks", JWKS), SEVERAL, several).orThrow()
					.effective()
					.getTokenEndpointAuthMethods()).containsExactly("private_key_jwt");
			}
			assertThat(
					preview(Map.of(ONE, "private_key_jwt", SEVERAL, List.of("private_key_jwt", "none"), "jwks", JWKS))
						.orThrow()
						.effective()
						.getTokenEndpointAuthMethods())
				.containsExactly("private_key_jwt", "none");
		}

		@Test
		void whenNobodyBelievesItThenRefused() {
			assertThat(refusals("software_statement", "statement")).containsExactly("software_statement");
		}

	}

	/**
	 * Draft -03, Client Authentication: combinations of the two members.
	 */
	@Nested
	class Authentication {

		@ParameterizedTest
		@CsvSource(nullValues = "-", value = {
				// one, several, as published, strongest
				"-, -, none, none", // 03.a
				"none, -, none, none", //
				"private_key_jwt, -, private_key_jwt, private_key_jwt", // 03.e
				"-, none, none, none", //
				"-, private_key_jwt, private_key_jwt, private_key_jwt", // 03.b
				"-, none private_key_jwt, none private_key_jwt, private_key_jwt", //
				"private_key_jwt, none private_key_jwt, none private_key_jwt, private_key_jwt", //
				"none, none private_key_jwt, none private_key_jwt, private_key_jwt", //
				"none, none attest_jwt_client_auth, none, none", // 03.d
				"-, spiffe_jwt private_key_jwt, private_key_jwt, private_key_jwt", //
				"attest_jwt_client_auth, none attest_jwt_client_auth, none, none", //
				"none, none, none, none" })
		void whenMembersAgreeThenMethodsThatFit(@Nullable String one, @Nullable String several, String published,
				String strongest) {
			String json = json(one, several);
			assertThat(check(DocumentAuthentication.AS_PUBLISHED).accept(URL, json).getTokenEndpointAuthMethods())
				.containsExactly(published.split(" "));
			assertThat(check(DocumentAuthentication.STRONGEST).accept(URL, json).getTokenEndpointAuthMethods())
				.containsExactly(strongest.split(" "));
		}

		@ParameterizedTest
		@CsvSource(nullValues = "-", value = { //
				"private_key_jwt, none, token_endpoint_auth_method", // 03.c
				"none, private_key_jwt, token_endpoint_auth_method", //
				"client_secret_basic, -, token_endpoint_auth_method", // 4.1.a
				"client_secret_jwt, -, token_endpoint_auth_method", //
				"-, none client_secret_post, token_endpoint_auth_methods_supported", // 03.c
				"-, attest_jwt_client_auth, token_endpoint_auth_methods_supported", // 03.d
				"attest_jwt_client_auth, -, token_endpoint_auth_method", //
				"-, '', token_endpoint_auth_methods_supported" }) // 03.b
		void whenNoneFitsOrMembersContradictThenRefused(@Nullable String one, @Nullable String several, String member) {
			assertThat(refusals(json(one, several))).contains(member);
		}

		@Test
		void whenTheStrongestCountsThenSaysSoIfAWeakerOneIsLeftOut() {
			DocumentCheck strongest = check(DocumentAuthentication.STRONGEST);
			assertThat(strongest.preview(URL, json(null, "none private_key_jwt")).narrowings())
				.contains(new Narrowing(SEVERAL, List.of("none", "private_key_jwt"), List.of("private_key_jwt"),
						"a client that has a key must use it here"));
			DocumentCheck signing = DocumentCheck.of(
					new PolicySettings(MemberSettings.NONE,
							new AllowedMetadataSettings(Set.of("authorization_code"), null, Set.of(), List.of(),
									Set.of("tls_client_auth", "private_key_jwt"), null, false),
							RedirectUriSettings.DEFAULT, new RegistrationTerms(false, null, null, true, true), null),
					DocumentAuthentication.STRONGEST);
			assertThat(
					signing
						.preview(URL,
								Answer.write(document(SEVERAL, List.of("private_key_jwt", "tls_client_auth"), "jwks",
										JWKS, "tls_client_auth_subject_dn", "CN=client")))
						.narrowings())
				.extracting(Narrowing::member)
				.doesNotContain(SEVERAL);
		}

		@Test
		void whenNoneFitsThenSaysWhichWould() {
			DocumentPreview preview = DocumentNegotiationTests.this.check.preview(URL,
					json(null, "attest_jwt_client_auth"));
			assertThat(preview.violations()).extracting(RegistrationException::getDescription)
				.containsExactly("None of the client's methods of authentication (attest_jwt_client_auth) is supported "
						+ "by this server; use one of: none, private_key_jwt");
		}

		@Test
		void whenOneFitsThenItAloneEntersTheLine() {
			assertThat(DocumentNegotiationTests.this.check.preview(URL, json(null, "none attest_jwt_client_auth"))
				.orThrow()
				.stated()
				.metadata()
				.asMap()).containsEntry(ONE, "none").doesNotContainKey(SEVERAL);
		}

		private String json(@Nullable String one, @Nullable String several) {
			List<String> methods = (several != null)
					? Stream.of(several.split(" ")).filter((method) -> !method.isEmpty()).toList() : null;
			return Answer.write(document(ONE, one, SEVERAL, methods, "jwks", JWKS));
		}

		private DocumentCheck check(DocumentAuthentication authentication) {
			return DocumentCheck.of(PolicySettings.DEFAULT, authentication);
		}

		@Test
		void whenKeysAreOfNoUseHereThenAnotherMethodOrRefused() {
			Map<String, Object> unknown = Map.of("keys", List.of(Map.of("kty", "OKP", "crv", "Ed25519", "x", "AAAA")));
			assertThat(
					accept("jwks", unknown, SEVERAL, List.of("none", "private_key_jwt")).getTokenEndpointAuthMethods())
				.containsExactly("none");
			assertThat(accept("jwks", JWKS, SEVERAL, List.of("none", "private_key_jwt"),
					"token_endpoint_auth_signing_alg", "EdDSA")
				.getTokenEndpointAuthMethods()).containsExactly("none");
			assertThat(refusals("jwks", unknown, ONE, "private_key_jwt")).containsExactly("jwks");
			assertThat(refusals(ONE, "private_key_jwt")).containsExactly("jwks");
			assertThat(refusals("jwks", JWKS, ONE, "private_key_jwt", "token_endpoint_auth_signing_alg", "HS256"))
				.containsExactly("token_endpoint_auth_signing_alg");
			assertThat(refusals("jwks", JWKS, ONE, "private_key_jwt", "token_endpoint_auth_signing_alg", "RS256"))
				.containsExactly("token_endpoint_auth_signing_alg");
		}

		@Test
		void whenKeysAreOfNoUseHereThenSaysWhatWouldBe() {
			assertThat(why(List.of("private_key_jwt"), null, null))
				.startsWith("private_key_jwt needs jwks or jwks_uri with a key that this server can use");
			assertThat(why(List.of("private_key_jwt"), JWKS, "HS256"))
				.startsWith("token_endpoint_auth_signing_alg must be one of: ");
			assertThat(why(List.of("private_key_jwt"), JWKS, "RS256"))
				.isEqualTo("jwks has no key that signs with RS256");
			assertThat(why(List.of("none", "private_key_jwt"), JWKS, "RS256"))
				.isEqualTo("jwks has no key that signs with RS256");
			assertThat(accept(ONE, "private_key_jwt", "jwks_uri", "https://client.example/jwks",
					"token_endpoint_auth_signing_alg", "RS256")
				.getTokenEndpointAuthMethods()).containsExactly("private_key_jwt");
			assertThat(accept(ONE, "private_key_jwt", "jwks", JWKS, "token_endpoint_auth_signing_alg", "ES256")
				.getTokenEndpointAuthMethods()).containsExactly("private_key_jwt");
		}

		private String why(List<String> methods, @Nullable Object jwks, @Nullable String algorithm) {
			DocumentPreview preview = DocumentNegotiationTests.this.check.preview(URL, Answer
				.write(document(SEVERAL, methods, "jwks", jwks, "token_endpoint_auth_signing_alg", algorithm)));
			return preview.isAccepted()
					? preview.narrowings().stream().filter((one) -> one.member().equals(SEVERAL)).findAny().get().why()
					: preview.violations().get(0).getDescription();
		}

		@Test
		void whenPolicyAllowsNoKeysThenNone() {
			AllowedMetadataSettings publicOnly = new AllowedMetadataSettings(Set.of("authorization_code"), null,
					Set.of(), List.of(), Set.of("none"), null, false);
			ClientMetadata granted = DocumentCheck.of(publicOnly)
				.accept(URL, json("private_key_jwt", "none private_key_jwt"));
			assertThat(granted.asMap()).containsEntry(ONE, "none").doesNotContainKey(SEVERAL);
		}

		@Test
		void whenPolicyForcesMethodThenItsWordCounts() {
			Stream.of("private_key_jwt", "client_secret_basic").forEach((forced) -> {
				DocumentCheck check = DocumentCheck.of(
						new PolicySettings(
								new MemberSettings(ClientMetadata.empty(), ClientMetadata.of(Map.of(ONE, forced)),
										Set.of(), false),
								AllowedMetadataSettings.DEFAULT, RedirectUriSettings.DEFAULT,
								new RegistrationTerms(false, null, null, true, true), null),
						DocumentAuthentication.AS_PUBLISHED);
				DocumentPreview preview = check.preview(URL, json("none", "none private_key_jwt"));
				// a secret can't be agreed upon, whoever wants it
				assertThat(preview.isAccepted()).isEqualTo(forced.equals("private_key_jwt"));
				if (preview.isAccepted()) {
					assertThat(preview.orThrow().effective().getTokenEndpointAuthMethods()).containsExactly(forced);
				}
			});
		}

	}

}
