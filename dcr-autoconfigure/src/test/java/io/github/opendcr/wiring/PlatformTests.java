package io.github.opendcr.wiring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.github.opendcr.testkit.TestServer;

import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.core.SpringSecurityCoreVersion;
import org.springframework.web.context.WebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the tests run on is what was asked for: {@code .ci/compatibility} asks for others
 * than the build has, and must not show the same ones again under other names.
 */
class PlatformTests {

	static final String THREAD = "X-Thread";

	@Test
	void platformThenIsTheOneThatWasAskedFor() throws IOException {
		try (TestServer server = TestServer.startInMemory(Threads.class)) {
			String container = ((WebApplicationContext) server.context()).getServletContext().getServerInfo();
			boolean virtual = server.get("/oauth2/register").expect(405).header(THREAD).startsWith("VirtualThread");
			assertAsked("spring-boot.version", SpringBootVersion.getVersion());
			assertAsked("spring-security.version", SpringSecurityCoreVersion.getVersion());
			assertThat(container).containsIgnoringCase(System.getProperty("opendcr.test.container", "tomcat"));
			assertThat(virtual).isEqualTo(Boolean.getBoolean("spring.threads.virtual.enabled"));
			tell(Runtime.version().feature() + " | " + SpringBootVersion.getVersion() + " | "
					+ SpringSecurityCoreVersion.getVersion() + " | " + container + " | "
					+ (virtual ? "virtual" : "platform"));
		}
	}

	private static void assertAsked(String property, @Nullable String version) {
		assertThat(version).isEqualTo(System.getProperty(property, version));
	}

	private static void tell(String platform) throws IOException {
		String file = System.getProperty("opendcr.test.platform");
		if (file != null) {
			Files.writeString(Path.of(file), platform);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Threads {

		@Bean
		FilterRegistrationBean<Filter> threads() {
			FilterRegistrationBean<Filter> threads = new FilterRegistrationBean<>((request, response, chain) -> {
				((HttpServletResponse) response).setHeader(THREAD, Thread.currentThread().toString());
				chain.doFilter(request, response);
			});
			threads.setOrder(Ordered.HIGHEST_PRECEDENCE);
			return threads;
		}

	}

}
