package io.github.opendcr.autoconfigure;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.metadata.ClientMetadataCatalogue;
import io.github.opendcr.policy.AllowedMetadataSettings;
import io.github.opendcr.policy.MemberSettings;
import io.github.opendcr.policy.PolicySettings;
import io.github.opendcr.policy.RedirectUriSettings;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.policy.RegistrationTerms;
import io.github.opendcr.policy.TokenTerms;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DcrPolicyProperties} and {@link PolicyPropertiesMapper}.
 */
class DcrPolicyPropertiesTests {

	private static final String TOP = """
			dcr:
			  allowed-grant-types: [authorization_code]
			  allowed-scopes: [openid, profile]
			  default-scopes: [openid]
			  allowed-token-endpoint-auth-methods: [client_secret_post]
			  redirect-uris:
			    require-https: false
			    allowed-schemes: [cursor]
			    allow-private-use-schemes: false
			    allowed-hosts: [example.com]
			    allow-loopback: false
			    drop-refused: true
			  require-proof-key: false
			  require-authorization-consent: false
			  client-secret:
			    time-to-live: 1h
			  public-clients:
			    refresh-tokens: true
			  approval: manual
			  client-time-to-live: 2h
			""";

	private static final String EVERYTHING = """
			allowed-grant-types: [authorization_code, refresh_token]
			allowed-response-types: [code]
			allowed-scopes: [a, b]
			default-scopes: [b]
			allowed-token-endpoint-auth-methods: [none]
			allowed-application-types: [native]
			redirect-uris:
			  require-https: true
			  allowed-schemes: [VSCode]
			  allow-private-use-schemes: true
			  allowed-hosts: []
			  allow-loopback: true
			  drop-refused: false
			require-proof-key: true
			require-authorization-consent: true
			require-software-statement: true
			default-metadata: '{"client_uri": "https://partner.example"}'
			forced-metadata: '{"contacts": ["a", "a"]}'
			refused-metadata: [logo_uri]
			approval: automatic
			client-time-to-live: 30d
			max-clients: 7
			client-secret:
			  time-to-live: 90
			public-clients:
			  refresh-tokens: false
			access-token:
			  time-to-live: 10m
			refresh-token:
			  time-to-live: 7d
			  reuse: false
			authorization-code:
			  time-to-live: 90
			""";

	private static final String PARTNER = "  policies:\n    partner:\n" + EVERYTHING.indent(6);

	private static final PolicySettings SAID = new PolicySettings(
			new MemberSettings(ClientMetadata.of(Map.of("client_uri", "https://partner.example")),
					ClientMetadata.of(Map.of("contacts", List.of("a"))), Set.of("logo_uri"), true),
			new AllowedMetadataSettings(Set.of("authorization_code", "refresh_token"), Set.of("code"), Set.of("a", "b"),
					List.of("b"), Set.of("none"), Set.of("native"), false),
			new RedirectUriSettings(true, Set.of("vscode"), true, List.of(), true, false),
			new RegistrationTerms(false, Duration.ofDays(30), Duration.ofSeconds(90), true, true,
					new TokenTerms(Duration.ofMinutes(10), Duration.ofDays(7), Duration.ofSeconds(90), false)),
			7);

	@Test
	void policyWhenItSaysEverythingThenNothingIsInherited() throws IOException {
		assertThat(policy(TOP + PARTNER, "partner")).isEqualTo(SAID);
	}

	@Test
	void everyoneWhenItSaysEverythingThenPoliciesInheritIt() throws IOException {
		String yaml = "dcr:\n" + EVERYTHING.indent(2) + "  policies: { open: {}, closed: { max-clients: 0 } }";
		assertThat(policy(yaml, null)).isEqualTo(SAID);
		assertThat(policy(yaml, "open")).isEqualTo(SAID);
		assertThat(policy(yaml, "closed").maxClients()).isZero();
	}

	@Test
	void everyoneWhenItSaysNothingThenDefaults() throws IOException {
		assertThat(policy("dcr: {}", null)).isEqualTo(PolicySettings.DEFAULT);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					allowed-grant-types: [authorization_code, implicit] | allowed-response-types: [code] | allowed-response-types
					refused-metadata: [logo_uri] | forced-metadata: '{"logo_uri": "https://a.example/"}' | forced-metadata
					allowed-scopes: [a] | default-metadata: '{"scope": "profile"}' | default-metadata
					refused-metadata: [software_statement] | require-software-statement: true | refused-metadata
					""")
	void policyWhenItContradictsWhatItInheritsThenNamesTheProperty(String own, String inherited, String property)
			throws IOException {
		String yaml = TOP + "  " + inherited + "\n";
		assertThat(policy(yaml, null)).isNotNull();
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> policies(yaml + "  policies:\n    p:\n      " + own))
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo("dcr.policies.p." + property));
	}

	@Test
	void policyWhenItSaysNothingThenEverythingIsInherited() throws IOException {
		String yaml = TOP + "  policies:\n    open:\n      refused-metadata: []\n";
		assertThat(policy(yaml, "open")).isEqualTo(policy(yaml, null))
			.isEqualTo(new PolicySettings(MemberSettings.NONE,
					new AllowedMetadataSettings(Set.of("authorization_code"), null, Set.of("openid", "profile"),
							List.of("openid"), Set.of("client_secret_post"), null, true),
					new RedirectUriSettings(false, Set.of("cursor"), false, List.of("example.com"), false, true),
					new RegistrationTerms(true, Duration.ofHours(2), Duration.ofHours(1), false, false), null));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			allowed-scopes: [openid]                       | openid
			allowed-scopes: [profile]                      | ''
			allowed-scopes: []                             | ''
			allowed-scopes:                                | ''
			default-scopes: []                             | ''
			default-scopes: [profile]                      | profile
			require-proof-key: true                        | openid
			""")
	void defaultScopesWhenNotSetThenThoseThatThePolicyAllows(String line, String expected) throws IOException {
		PolicySettings policy = policy(TOP + "  policies:\n    p:\n      " + line, "p");
		assertThat(String.join(",", policy.allowedMetadata().defaultScopes())).isEqualTo(expected);
	}

	@Test
	void policyWhenUnknownThenRefusedAndExistsNot() throws IOException {
		RegistrationPolicies policies = policies(TOP + PARTNER);
		assertThat(policies.exists("partner")).isTrue();
		assertThat(policies.exists("Partner")).isFalse();
		assertThatExceptionOfType(RegistrationException.class)
			.isThrownBy(() -> policies.of(Registrant.ANONYMOUS.withPolicy("Partner")))
			.satisfies((ex) -> assertThat(ex.getError().status()).isEqualTo(403));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
							allowed-scopes: ["a b"]                                                | dcr.policies.p.allowed-scopes
							default-scopes: [" "]                                                  | dcr.policies.p.default-scopes
							allowed-token-endpoint-auth-methods: [secret]                          | dcr.policies.p.allowed-token-endpoint-auth-methods
							redirect-uris: { allowed-schemes: [JavaScript] }                       | dcr.policies.p.redirect-uris.allowed-schemes
							client-secret: { time-to-live: -1s }                                   | dcr.policies.p.client-secret.time-to-live
							max-clients: -1                                                        | dcr.policies.p.max-clients
					client-time-to-live: 0s                                                | dcr.policies.p.client-time-to-live
							allowed-response-types: [token]                                        | dcr.policies.p.allowed-response-types
							allowed-response-types: [code bogus]                                   | dcr.policies.p.allowed-response-types
							allowed-response-types: []                                             | dcr.policies.p.allowed-response-types
							allowed-application-types: [desktop]                                   | dcr.policies.p.allowed-application-types
							allowed-application-types: []                                          | dcr.policies.p.allowed-application-types
							refused-metadata: [logo-uri]                                           | dcr.policies.p.refused-metadata
							refused-metadata: [scope]                                              | dcr.policies.p.refused-metadata
							refused-metadata: ["logo_uri#fr"]                                      | dcr.policies.p.refused-metadata
							default-metadata: "client_uri"                                         | dcr.policies.p.default-metadata
							default-metadata: '{"client_uri": "javascript:alert(1)"}'              | dcr.policies.p.default-metadata
							forced-metadata: '{"client_uri": "https://2130706433/"}'               | dcr.policies.p.forced-metadata
							forced-metadata: '{"tos_uri": "https://[fe80::1%eth0]/"}'              | dcr.policies.p.forced-metadata
							default-metadata: '{"policy_uri": "https://xn--a/"}'                   | dcr.policies.p.default-metadata
							default-metadata: '{"jwks_uri": "https://a.example:65536/"}'           | dcr.policies.p.default-metadata
							default-metadata: '{"client_uri": "https://a", "client_uri": "https://b"}' | dcr.policies.p.default-metadata
							default-metadata: '{"clientUri": "https://a.example"}'                 | dcr.policies.p.default-metadata
							forced-metadata: '{"client_name#fr": "A"}'                             | dcr.policies.p.forced-metadata
							forced-metadata: '{"software_statement": "a.b.c"}'                     | dcr.policies.p.forced-metadata
							forced-metadata: '{"client_secret": "known"}'                          | dcr.policies.p.forced-metadata
							forced-metadata: '{"client_id": "chosen"}'                             | dcr.policies.p.forced-metadata
							forced-metadata: '{"scope": ["a"]}'                                    | dcr.policies.p.forced-metadata
							""")
	void policyWhenSettingIsBadThenNamesTheProperty(String line, String property) {
		String yaml = TOP + "  policies:\n    p:\n      " + line;
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class).isThrownBy(() -> policies(yaml))
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo(property));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			{"scope": "profile other"}                                   | Not all of 'scope'
			{"scope": "other"}                                           | scope
			{"grant_types": ["authorization_code", "refresh_token"]}     | Not all of 'grant_types'
			{"grant_types": ["client_credentials"]}                      | grant types
			{"response_types": ["code", "token"]}                        | response_types
			{"token_endpoint_auth_method": "none"}                       | token_endpoint_auth_method
			{"application_type": "native"}                               | application_type
			{"redirect_uris": ["https://other.example/cb"]}              | redirect_uris
			{"post_logout_redirect_uris": ["http://localhost/"]}         | post_logout_redirect_uris
			{"redirect_uris": ["https://example.com/", "myapp:/cb"]}     | redirect_uris
			""")
	void policyWhenItSetsWhatItDoesNotAllowThenNamesTheProperty(String metadata, String words) {
		for (String property : List.of("default-metadata", "forced-metadata")) {
			String yaml = TOP + "  policies: { p: { allowed-application-types: [web], " + property + ": '" + metadata
					+ "' } }";
			assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class).isThrownBy(() -> policies(yaml))
				.satisfies((ex) -> {
					assertThat(ex.getName()).isEqualTo("dcr.policies.p." + property);
					assertThat(ex.getReason()).contains(words);
				});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"scope\": \"profile openid\"}", "{\"grant_types\": [\"authorization_code\"]}",
			"{\"response_types\": [\"code\"]}", "{\"token_endpoint_auth_method\": \"client_secret_post\"}",
			"{\"application_type\": \"native\"}", "{\"redirect_uris\": [\"https://example.com/cb\"]}" })
	void policyWhenItSetsWhatItAllowsThenStarts(String metadata) throws IOException {
		String yaml = TOP + "  policies: { p: { allowed-application-types: [native], forced-metadata: '" + metadata
				+ "' } }";
		assertThat(policy(yaml, "p").members().forced().asMap()).hasSize(1);
	}

	@Test
	void policyWhenMemberIsForcedAndRefusedThenNamesTheProperty() {
		String yaml = TOP
				+ "  policies: { p: { refused-metadata: [logo_uri], forced-metadata: '{\"logo_uri\": \"https://a.example\"}' } }";
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class).isThrownBy(() -> policies(yaml))
			.withMessageContaining("logo_uri");
	}

	@ParameterizedTest
	@CsvSource({ "'policy: nobody', dcr.policy", "'policy: Partner', dcr.policy",
			"'policies: { \"[a b]\": { require-proof-key: true } }', dcr.policies" })
	void referenceWhenThereIsNoSuchPolicyThenNamesTheProperty(String line, String property) {
		String yaml = line.startsWith("policies") ? TOP : TOP + PARTNER;
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> policies(yaml + "  " + line))
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo(property));
	}

	@Test
	void documentWhenExampleIsBoundThenSaysWhatItSeemsTo() throws IOException {
		Matcher yaml = Pattern.compile("## What is a policy\\?\n.*?```yaml\n(.*?)```", Pattern.DOTALL)
			.matcher(document());
		assertThat(yaml.find()).isTrue();
		PolicySettings partner = policy(yaml.group(1), "partner");
		assertThat(partner.allowedMetadata().scopes()).containsExactlyInAnyOrder("openid", "orders:read");
		assertThat(partner.allowedMetadata().defaultScopes()).containsExactly("openid");
		assertThat(partner.redirectUris())
			.isEqualTo(new RedirectUriSettings(true, Set.of(), false, List.of("*.partner.example"), false, false));
		assertThat(partner.members().forced().getClientName()).isEqualTo("Partner");
		assertThat(partner.terms().clientSecretTimeToLive()).isEqualTo(Duration.ofDays(90));
		assertThat(policy(yaml.group(1), "everyone").terms().approvalRequired()).isTrue();
	}

	@Test
	void documentOfPropertiesWhenMarkedThenThoseOfAPolicy() throws IOException {
		Set<String> marked = new TreeSet<>(
				Pattern.compile("^\\| `([a-z.-]+)` \\|.*\\| \\*policy\\* \\|", Pattern.MULTILINE)
					.matcher(Files.readString(Path.of("..", "docs", "properties.md")))
					.results()
					.map((row) -> row.group(1))
					.toList());
		assertThat(marked).isEqualTo(names("dcr.", DcrPolicyProperties.class));
	}

	private static Set<String> names(String prefix, Class<?> type) {
		Set<String> names = new TreeSet<>();
		for (RecordComponent component : type.getRecordComponents()) {
			String name = prefix + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
			if (component.getType().isRecord()) {
				names.addAll(names(name + ".", component.getType()));
			}
			else {
				names.add(name);
			}
		}
		return names;
	}

	private static String document() throws IOException {
		return Files.readString(Path.of("..", "docs", "policies.md"));
	}

	private static PolicySettings policy(String yaml, String name) throws IOException {
		return policies(yaml).of(Registrant.ANONYMOUS.withPolicy(name));
	}

	private static RegistrationPolicies policies(String yaml) throws IOException {
		Binder binder = new Binder(ConfigurationPropertySources
			.from(new YamlPropertySourceLoader().load("test", new ByteArrayResource(yaml.getBytes()))));
		return new RegistrationPolicyConfiguration().registrationPolicies(
				binder.bindOrCreate("dcr", DcrPolicyProperties.class), binder.bindOrCreate("dcr", DcrProperties.class),
				new ClientMetadataCatalogue(List.of()));
	}

}
