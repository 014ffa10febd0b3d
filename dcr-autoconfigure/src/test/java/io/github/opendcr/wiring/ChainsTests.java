package io.github.opendcr.wiring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import jakarta.servlet.Filter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.opendcr.autoconfigure.DcrAutoConfiguration;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * With the starter on the class path, on or off, every chain that Boot or the application
 * would have had is still there, and guards what it guarded.
 */
class ChainsTests {

	private static final String AUTHORIZATION_IN_A_BROWSER = "GET /oauth2/authorize text/html";

	private static final String ABSENT = "spring.autoconfigure.exclude=" + DcrAutoConfiguration.class.getName();

	private static final String BOUND_TOKENS = " " + AuthenticationFilter.class.getName();

	private static final String OURS = "io\\.github\\.opendcr\\.server\\.[\\w.$]+ ";

	private static final Map<Kind, Observed> withoutStarter = new EnumMap<>(Kind.class);

	private static final String METADATA = "{\"redirect_uris\":[\"https://client.example.org/cb\"]}";

	@ParameterizedTest
	@EnumSource
	void chainsWhenTheStarterIsThereThenAreAsWithoutIt(Kind kind) {
		Observed absent = observeAbsent(kind);
		assertThat(absent.answers()).allSatisfy((request, answer) -> assertThat(answer).doesNotStartWith("5"));
		assertThat(absent.answers().get("GET /api/x text/html")).doesNotStartWith("200");

		assertThat(observe(kind, "dcr.enabled=false")).isEqualTo(absent);

		Observed on = observe(kind, "dcr.enabled=true", "dcr.permission=allow-all");
		assertThat(on.chainBeans()).isEqualTo(absent.chainBeans());
		assertThat(on.chains()).map((chain) -> chain.replace(BOUND_TOKENS, "").replaceAll(OURS, ""))
			.isEqualTo(absent.chains());
		assertThat(on.answersToOthers()).isEqualTo(absent.answersToOthers());
		assertThat(on.answers().get(AUTHORIZATION_IN_A_BROWSER)).isIn("400  ",
				absent.answers().get(AUTHORIZATION_IN_A_BROWSER));
		if (kind.server) {
			assertThat(on.registration()).startsWith("201");
		}
		else {
			assertThat(on.registration()).isEqualTo(absent.registration());
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "CONFIGURED_CLIENT", "OWN_CHAINS" })
	void chainsWhenCorsIsAllowedThenAnswerAsWithoutTheStarter(Kind kind) {
		Observed absent = observeAbsent(kind);
		Observed on = observe(kind, "dcr.enabled=true", "dcr.cors.allowed-origins=https://page.example.org");
		assertThat(on.chainBeans()).isEqualTo(absent.chainBeans());
		assertThat(on.chains()).hasSameSizeAs(absent.chains());
		assertThat(on.answersToOthers()).isEqualTo(absent.answersToOthers());
	}

	private static Observed observeAbsent(Kind kind) {
		return withoutStarter.computeIfAbsent(kind, (it) -> observe(it, ABSENT));
	}

	private static Observed observe(Kind kind, String... properties) {
		List<String> all = new ArrayList<>(kind.properties);
		all.addAll(List.of("spring.security.user.password=secret", "spring.jmx.enabled=false"));
		all.addAll(List.of(properties));
		try (TestServer server = TestServer.run(kind.application, all.toArray(String[]::new))) {
			Map<String, String> answers = new LinkedHashMap<>();
			for (String path : List.of("/", "/api/x", "/actuator/health", "/actuator/env", "/oauth2/token", "/login",
					"/does-not-exist", "/.well-known/jwks.json", "/oauth2/jwks", "/oauth2/authorize", "/userinfo",
					"/connect/register")) {
				for (String accept : List.of("text/html", "application/json")) {
					answers.put("GET " + path + " " + accept, seen(server.get(path, "Accept", accept)));
				}
				answers.put("POST " + path, seen(server.send("POST", path, "")));
			}
			answers.put("with password", seen(
					server.get("/api/x", "Authorization", "Basic dXNlcjpzZWNyZXQ=", "Accept", "application/json")));
			if (kind == Kind.ACTUATOR_ON_ITS_OWN_PORT) {
				for (String path : List.of("/actuator/health", "/actuator/env", "/api/x")) {
					answers.put("management " + path, seen(server.get(server.managementUrl(path))));
				}
			}
			return new Observed(chainBeans(server.context()), chains(server.context()), answers,
					seen(server.post("/oauth2/register", METADATA)));
		}
	}

	private static String seen(Answer answer) {
		return (answer.status() + " " + answer.header("Location") + " " + answer.header("WWW-Authenticate"))
			.replaceAll("http://localhost:\\d+", "")
			.replaceAll(";jsessionid=[0-9A-F]+", "");
	}

	private static List<String> chainBeans(ConfigurableApplicationContext context) {
		return Arrays.stream(context.getBeanNamesForType(SecurityFilterChain.class))
			.filter((name) -> !name.startsWith("dcr"))
			.toList();
	}

	private static List<String> chains(ConfigurableApplicationContext context) {
		List<String> chains = new ArrayList<>();
		List<SecurityFilterChain> ours = context.getBeansOfType(SecurityFilterChain.class)
			.entrySet()
			.stream()
			.filter((bean) -> bean.getKey().startsWith("dcr"))
			.map(Map.Entry::getValue)
			.toList();
		for (SecurityFilterChain chain : filterChainProxy(context).getFilterChains()) {
			if (!ours.contains(chain)) {
				chains.add(String.join(" ", chain.getFilters().stream().map(ChainsTests::name).toList()));
			}
		}
		return chains;
	}

	private static FilterChainProxy filterChainProxy(ConfigurableApplicationContext context) {
		Object proxy = context.getBean("springSecurityFilterChain");
		if (proxy instanceof FilterChainProxy filterChainProxy) {
			return filterChainProxy;
		}
		return context.getBean(FilterChainProxy.class);
	}

	private static String name(Filter filter) {
		return filter.getClass().getName();
	}

	/**
	 * What kind of application it is.
	 */
	enum Kind {

		CONFIGURED_CLIENT(Applications.Plain.class, true, Applications.CONFIGURED_CLIENT),

		IN_MEMORY_REPOSITORY(Applications.InMemoryRepository.class, true, List.of()),

		JDBC_REPOSITORY(Applications.JdbcRepository.class, true, List.of(Applications.SPRING_SCHEMA)),

		NO_CLIENTS(Applications.Plain.class, false, List.of()),

		OWN_CHAINS(Applications.OwnChains.class, true, List.of()),

		RESOURCE_SERVER(Applications.ResourceServer.class, false, List.of()),

		ACTUATOR(Applications.Plain.class, true,
				Stream
					.concat(Applications.CONFIGURED_CLIENT.stream(),
							Stream.of("management.endpoints.web.exposure.include=*"))
					.toList()),

		ACTUATOR_WITHOUT_SERVER(Applications.Plain.class, false,
				List.of("management.endpoints.web.exposure.include=*")),

		ACTUATOR_ON_ITS_OWN_PORT(Applications.Plain.class, true,
				Stream
					.concat(Applications.CONFIGURED_CLIENT.stream(),
							Stream.of("management.endpoints.web.exposure.include=*", "management.server.port=0"))
					.toList()),

		FIRST_CHAIN(Applications.FirstChain.class, true, List.of()),

		ONE_CHAIN(Applications.OneChain.class, true, List.of());

		private final Class<?> application;

		private final boolean server;

		private final List<String> properties;

		Kind(Class<?> application, boolean server, List<String> properties) {
			this.application = application;
			this.server = server;
			this.properties = properties;
		}

	}

	/**
	 * What can be seen of an application.
	 */
	record Observed(List<String> chainBeans, List<String> chains, Map<String, String> answers,
			@Nullable String registration) {

		// Browsers are told by a page of the starter what is wrong with an authorization
		// request; Boot's own error page may demand a login first
		Map<String, String> answersToOthers() {
			Map<String, String> others = new LinkedHashMap<>(answers());
			others.remove(AUTHORIZATION_IN_A_BROWSER);
			return others;
		}

	}

}
