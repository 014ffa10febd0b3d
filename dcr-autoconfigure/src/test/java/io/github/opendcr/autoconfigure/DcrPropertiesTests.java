package io.github.opendcr.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.opendcr.Registrant;
import io.github.opendcr.metadata.ClientMetadataCatalogue;
import io.github.opendcr.pages.ConsentPageUse;
import io.github.opendcr.policy.AllowedMetadataSettings;
import io.github.opendcr.policy.MemberSettings;
import io.github.opendcr.policy.PolicySettings;
import io.github.opendcr.policy.RedirectUriSettings;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.policy.RegistrationTerms;
import io.github.opendcr.registration.RegistrationSettings;
import io.github.opendcr.server.SeamSettings;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DcrProperties}, {@link DcrPropertiesMapper} and their metadata.
 */
class DcrPropertiesTests {

	private static final DcrConsentProperties CONSENT = new DcrConsentProperties(ConsentPageUse.AUTO, null, true,
			Map.of());

	private static final String EVERYTHING = """
			dcr:
			  enabled: true
			  path: /clients
			  max-request-size: 64KB
			  permission: allow-all
			  registration-scope: register
			  allowed-grant-types: [authorization_code]
			  allowed-response-types: [code]
			  allowed-application-types: [web]
			  allowed-scopes: [openid, "mcp:read"]
			  default-scopes: openid
			  allowed-token-endpoint-auth-methods: [none]
			  require-proof-key: false
			  require-authorization-consent: false
			  redirect-uris:
			    require-https: false
			    allowed-schemes: [myapp]
			    allow-private-use-schemes: false
			    allowed-hosts: ["*.example.com"]
			    allow-loopback: false
			    drop-refused: true
			  registration-access-token:
			    scope: manage
			    time-to-live: 7d
			    rotate-on-update: false
			    rotation-grace: 0
			  client-secret:
			    time-to-live: 90d
			    encoding: application
			    rotate-on-update: true
			    rotation-overlap: 1d
			  idempotency:
			    time-to-live: 1h
			  management:
			    enabled: false
			  dry-run:
			    enabled: true
			  public-clients:
			    refresh-tokens: true
			  access-token:
			    time-to-live: 1m
			  refresh-token:
			    time-to-live: 1d
			    reuse: true
			  authorization-code:
			    time-to-live: 1m
			  cors:
			    allowed-origins: ["https://page.example.org"]
			  rate-limit:
			    enabled: true
			    address: { limit: 1, period: 1m }
			    total: { limit: 1, period: 1m }
			    failed-management: { limit: 1, period: 1m }
			    push: { limit: 1, period: 1m }
			    push-client: { limit: 1, period: 1m }
			  quota:
			    total: 1
			    principal: 1
			    initial-access-token: 1
			    software-id: 1
			    redirect-host: 1
			  keys:
			    secret-encryption-key: AAAA
			    certificate-authorities: authorities
			  fetch:
			    allowed-hosts: intranet.example
			    require-https: false
			    ssl-bundle: authorities
			    timeout: 1s
			    max-size: 1KB
			  cimd:
			    enabled: true
			    admission: open
			    auth: strongest
			    max-size: 1KB
			    timeout: 1s
			    internal-hosts: intranet.example
			    cache: { min: 1m, max: 2h, default: 10m }
			    budget: { per-caller: 1, per-host: 1, per-node: 1 }
			    max-stale: 1d
			    sweep: 1h
			    retention: 7d
			    max-clients: 7
			  consent:
			    openid-alone: false
			    renew-on-update: false
			  resources:
			    allow-any: true
			    multiple-audiences: true
			  require-software-statement: true
			  default-metadata: "{}"
			  forced-metadata: "{}"
			  refused-metadata: [logo_uri]
			  approval: manual
			  client-time-to-live: 365d
			  max-clients: 7
			  reaper:
			    enabled: false
			    interval: 1h
			    mode: observe
			    unused-after: 180d
			    never-used-after: 24h
			""";

	@Test
	void defaultsThenAreTheDocumentedOnes() throws IOException {
		DcrProperties properties = bind("dcr: {}");
		assertThat(properties).isEqualTo(new DcrProperties(false, "/oauth2/register", DataSize.ofKilobytes(32),
				DcrProperties.Permission.AUTHENTICATED, "client.create", null, Map.of(),
				new DcrProperties.RegistrationAccessToken("dcr:registration", null, true, Duration.ofSeconds(60)),
				new DcrProperties.ClientSecret(DcrProperties.SecretEncoding.FAST, false, Duration.ZERO),
				new DcrProperties.Idempotency(Duration.ofHours(24)), new DcrProperties.Management(true),
				new DcrProperties.DryRun(false),
				new DcrProperties.Reaper(true, Duration.ofMinutes(10), DcrProperties.ReaperMode.DELETE, null, null),
				new DcrProperties.Cors(List.of())));
	}

	/**
	 * The defaults of a policy are those of its settings, which metadata repeat.
	 */
	@Test
	void policyDefaultsThenAreTheDocumentedOnes() throws IOException {
		Map<String, Object> documented = new LinkedHashMap<>();
		for (JsonNode property : ourProperties()) {
			if (property.path("sourceType").asString("").startsWith(DcrPolicyProperties.class.getName())) {
				JsonNode value = property.path("defaultValue");
				documented.put(property.get("name").asString(),
						value.isArray() ? value.valueStream().map(JsonNode::asString).toList() : value.asString(""));
			}
		}
		documented.values().removeIf(""::equals);
		assertThat(documented).hasSize(11);
		Binder binder = new Binder(new MapConfigurationPropertySource(documented));
		assertThat(policies(binder).of(Registrant.ANONYMOUS)).isEqualTo(PolicySettings.DEFAULT);
	}

	@Test
	void mapperWhenDefaultsThenSettingsAreTheDocumentedOnes() throws IOException {
		DcrPropertiesMapper mapper = new DcrPropertiesMapper(bind("dcr: {}"));
		assertThat(mapper.asPath()).isEqualTo("/oauth2/register");
		assertThat(mapper.asSeamSettings(policies("dcr: {}"), null, CONSENT, false)).isEqualTo(new SeamSettings(
				"/oauth2/register", Set.of("client_secret_basic", "client_secret_post", "private_key_jwt", "none"),
				Set.of(), false, List.of(), null, false));
		assertThat(mapper.asRegistrationSettings()).isEqualTo(new RegistrationSettings(true, "dcr:registration", null,
				true, Duration.ofMinutes(1), false, Duration.ZERO));
		assertThat(policies("dcr: {}").of(Registrant.ANONYMOUS)).isEqualTo(new PolicySettings(MemberSettings.NONE,
				new AllowedMetadataSettings(Set.of("authorization_code", "refresh_token"), null, Set.of(), List.of(),
						Set.of("client_secret_basic", "client_secret_post", "private_key_jwt", "none"), null, false),
				new RedirectUriSettings(true, Set.of(), true, List.of(), true, false),
				new RegistrationTerms(false, null, null, true, true), null));
	}

	/**
	 * Who is bound to no policy would ask for what discovery lists, and be refused.
	 */
	@Test
	void mapperWhenPolicyReservesScopesThenTheyAreShownToThoseWhoGetThem() throws IOException {
		String yaml = "dcr: { allowed-scopes: a, policies.partners: { allowed-scopes: 'b,c', default-scopes: c } }";
		DcrPropertiesMapper mapper = new DcrPropertiesMapper(bind(yaml));
		RegistrationPolicies policies = policies(yaml);
		assertThat(mapper.asSeamSettings(policies, null, CONSENT, false).scopes()).containsExactly("a");
		assertThat(mapper.asSeamSettings(policies, "partners", CONSENT, false).scopes()).containsExactly("c", "b");
	}

	@Test
	void mapperWhenEverythingIsSetThenEverythingArrives() throws IOException {
		DcrProperties properties = bind(EVERYTHING);
		assertThat(properties.enabled()).isTrue();
		assertThat(properties.maxRequestSize()).isEqualTo(DataSize.ofKilobytes(64));
		assertThat(properties.permission()).isEqualTo(DcrProperties.Permission.ALLOW_ALL);
		assertThat(properties.registrationScope()).isEqualTo("register");
		assertThat(properties.clientSecret().encoding()).isEqualTo(DcrProperties.SecretEncoding.APPLICATION);
		DcrPropertiesMapper mapper = new DcrPropertiesMapper(properties);
		assertThat(mapper.asPath()).isEqualTo("/clients");
		assertThat(mapper.asSeamSettings(policies(EVERYTHING), null, CONSENT, false))
			.isEqualTo(new SeamSettings("/clients", Set.of("none"), Set.of("openid", "mcp:read"), true,
					List.of("https://page.example.org"), null, false));
		assertThat(mapper.asRegistrationSettings()).isEqualTo(new RegistrationSettings(false, "manage",
				Duration.ofDays(7), false, Duration.ZERO, true, Duration.ofDays(1)));
		assertThat(properties.reaper()).isEqualTo(new DcrProperties.Reaper(false, Duration.ofHours(1),
				DcrProperties.ReaperMode.OBSERVE, Duration.ofDays(180), Duration.ofDays(1)));
	}

	@Test
	void consentThenDefaultsAreTheDocumentedOnesAndScopesMayHaveColons() throws IOException {
		assertThat(new Binder(ConfigurationPropertySources.from(load("dcr: {}"))).bindOrCreate("dcr.consent",
				DcrConsentProperties.class))
			.isEqualTo(CONSENT);
		assertThat(new Binder(ConfigurationPropertySources.from(load(
				"dcr.consent: { page: on, openid-alone: false, renew-on-update: false, scopes: { '[mcp:read]': Read, email: Mail } }")))
			.bindOrCreate("dcr.consent", DcrConsentProperties.class))
			.isEqualTo(new DcrConsentProperties(ConsentPageUse.ON, false, false,
					Map.of("mcp:read", "Read", "email", "Mail")));
		DcrPropertiesMapper mapper = new DcrPropertiesMapper(bind("dcr: {}"));
		assertThat(mapper
			.asSeamSettings(policies("dcr: {}"), null,
					new DcrConsentProperties(ConsentPageUse.AUTO, false, true, Map.of()), false)
			.consentForOpenid()).isFalse();
	}

	@Test
	void metadataWhenGeneratedThenEveryPropertyIsDescribed() throws IOException {
		for (JsonNode property : ourProperties()) {
			String name = property.get("name").asString();
			String description = property.path("description").asString("");
			assertThat(name).startsWith("dcr.");
			assertThat(property.path("type").asString("")).as(name).isNotEmpty();
			assertThat(description).as(name).endsWith(".").doesNotStartWith("The ").doesNotStartWith("A ");
			assertThat(description.codePointAt(0)).as(name).matches(Character::isUpperCase);
			if (property.get("type").asString().equals("java.lang.Boolean")) {
				assertThat(description).as(name).startsWith("Whether ");
			}
		}
	}

	@Test
	void metadataWhenGeneratedThenNamesEveryProperty() throws IOException {
		Set<String> everything = new TreeSet<>(
				source(EVERYTHING).keySet().stream().map((name) -> name.replaceAll("\\[\\d+]", "")).toList());
		everything.addAll(List.of("dcr.jdbc.initialize-schema", "dcr.jdbc.schema", "dcr.jdbc.platform",
				"dcr.jdbc.continue-on-error", "dcr.policy", "dcr.policies", "dcr.software-statement.trusted-issuers",
				"dcr.cimd.pinned", "dcr.cimd.allowed", "dcr.cimd.denied", "dcr.resources.allowed", "dcr.profile",
				"dcr.consent.page", "dcr.consent.openid-alone", "dcr.consent.scopes", "dcr.pages.stylesheet",
				"dcr.pages.contact", "dcr.pairwise.salt", "dcr.pushed-authorization-requests.enabled"));
		assertThat(ourProperties()).extracting((property) -> property.get("name").asString())
			.containsExactlyInAnyOrderElementsOf(everything);
	}

	@Test
	void metadataWhenGeneratedThenDefaultsAreThere() throws IOException {
		for (JsonNode property : ourProperties()) {
			String name = property.get("name").asString();
			if (!Set
				.of("dcr.jdbc.platform", "dcr.registration-access-token.time-to-live", "dcr.client-secret.time-to-live",
						"dcr.client-time-to-live", "dcr.access-token.time-to-live", "dcr.refresh-token.time-to-live",
						"dcr.refresh-token.reuse", "dcr.authorization-code.time-to-live", "dcr.allowed-scopes",
						"dcr.default-scopes", "dcr.allowed-response-types", "dcr.allowed-application-types",
						"dcr.default-metadata", "dcr.forced-metadata", "dcr.refused-metadata", "dcr.max-clients",
						"dcr.redirect-uris.allowed-schemes", "dcr.redirect-uris.allowed-hosts",
						"dcr.cors.allowed-origins", "dcr.rate-limit.enabled", "dcr.policy", "dcr.policies",
						"dcr.software-statement.trusted-issuers", "dcr.fetch.allowed-hosts", "dcr.fetch.ssl-bundle",
						"dcr.cimd.internal-hosts", "dcr.cimd.pinned", "dcr.cimd.allowed", "dcr.cimd.denied",
						"dcr.resources.allowed", "dcr.keys.secret-encryption-key", "dcr.keys.certificate-authorities",
						"dcr.reaper.unused-after", "dcr.reaper.never-used-after", "dcr.profile",
						"dcr.consent.openid-alone", "dcr.consent.scopes", "dcr.pages.stylesheet", "dcr.pages.contact",
						"dcr.pairwise.salt")
				.contains(name) && !name.startsWith("dcr.quota.")) {
				assertThat(property.has("defaultValue")).as(name).isTrue();
			}
		}
	}

	@Test
	void hintsThenAreOfPropertiesThatExistAndAllArrive() throws IOException {
		Set<String> hints = names("additional-spring-configuration-metadata.json", "hints");
		// a map has hints for its keys
		assertThat(names("spring-configuration-metadata.json", "properties"))
			.containsAll(hints.stream().map((name) -> name.replaceAll("\\.keys$", "")).toList());
		assertThat(names("spring-configuration-metadata.json", "hints")).containsAll(hints);
		assertThat(hints).contains("dcr.allowed-grant-types", "dcr.allowed-token-endpoint-auth-methods",
				"dcr.allowed-scopes", "dcr.default-scopes", "dcr.redirect-uris.allowed-hosts");
	}

	private static RegistrationPolicies policies(String yaml) throws IOException {
		return policies(new Binder(ConfigurationPropertySources.from(load(yaml))));
	}

	private static RegistrationPolicies policies(Binder binder) {
		return new RegistrationPolicyConfiguration().registrationPolicies(
				binder.bindOrCreate("dcr", DcrPolicyProperties.class), binder.bindOrCreate("dcr", DcrProperties.class),
				new ClientMetadataCatalogue(List.of()));
	}

	private static DcrProperties bind(String yaml) throws IOException {
		return new Binder(ConfigurationPropertySources.from(load(yaml))).bindOrCreate("dcr", DcrProperties.class);
	}

	private static List<PropertySource<?>> load(String yaml) throws IOException {
		return new YamlPropertySourceLoader().load("test", new ByteArrayResource(yaml.getBytes()));
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> source(String yaml) throws IOException {
		return (Map<String, Object>) load(yaml).get(0).getSource();
	}

	private static JsonNode metadata(String file) throws IOException {
		// Boot's jars have files of the same names
		URL classes = DcrProperties.class.getProtectionDomain().getCodeSource().getLocation();
		try (InputStream in = new URL(classes, "META-INF/" + file).openStream()) {
			return JsonMapper.shared().readTree(in);
		}
	}

	// Actuator's own properties of our endpoints are among them
	private static List<JsonNode> ourProperties() throws IOException {
		return metadata("spring-configuration-metadata.json").get("properties")
			.valueStream()
			.filter((property) -> !property.get("name").asString().startsWith("management.endpoint."))
			.toList();
	}

	private static Set<String> names(String file, String kind) throws IOException {
		return StreamSupport.stream(metadata(file).get(kind).spliterator(), false)
			.map((item) -> item.get("name").asString())
			.collect(Collectors.toCollection(TreeSet::new));
	}

}
