package io.github.opendcr.benchmarks.micro;

import java.util.Map;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import io.github.opendcr.metadata.ClientMetadataReader;
import io.github.opendcr.registration.ClientRegistrationService;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * The beans of an application with open registration, as the starter makes them, over
 * stores that keep next to nothing. It is asked through Java; its port isn't used.
 *
 * @since 0.1.0
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // by JMH
public class Registrar {

	/**
	 * What reads the body of a request.
	 */
	final ClientMetadataReader reader = new ClientMetadataReader();

	private ConfigurableApplicationContext application;

	/**
	 * The straight line from metadata to a stored client.
	 */
	ClientRegistrationService service;

	/**
	 * Start the application.
	 */
	@Setup(Level.Trial)
	public void start() {
		this.application = new SpringApplicationBuilder(Application.class).bannerMode(Banner.Mode.OFF)
			.properties(Map.of("server.address", "127.0.0.1", "server.port", "0", "logging.level.root", "error",
					"dcr.enabled", "true", "dcr.permission", "allow-all", "dcr.rate-limit.enabled", "false",
					"dcr.quota.total", "-1", "dcr.allowed-scopes", "openid,profile,email,mcp:read,mcp:write",
					"dcr.default-scopes", "openid"))
			.run();
		this.service = this.application.getBean(ClientRegistrationService.class);
	}

	/**
	 * Stop it.
	 */
	@TearDown(Level.Trial)
	public void stop() {
		this.application.close();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
	static class Application {

		@Bean
		ForgetfulClientRegistrationStore clientRegistrationStore() {
			return new ForgetfulClientRegistrationStore();
		}

		@Bean
		ForgetfulClientRepository registeredClientRepository() {
			return new ForgetfulClientRepository();
		}

	}

}
