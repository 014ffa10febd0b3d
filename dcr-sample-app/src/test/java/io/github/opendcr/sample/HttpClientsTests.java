package io.github.opendcr.sample;

import org.junit.jupiter.api.Test;

import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with the starter has no HTTP client that Spring would prefer for the
 * application's own requests.
 */
class HttpClientsTests {

	@Test
	void classPathThenHasNoHttpClientOfTheStarter() {
		assertThat(ClassUtils.isPresent("org.apache.hc.core5.http.HttpHost", null)).isTrue();
		assertThat(ClassUtils.isPresent("org.apache.hc.client5.http.classic.HttpClient", null)).isFalse();
		assertThat(ClassUtils.isPresent("org.eclipse.jetty.client.HttpClient", null)).isFalse();
		assertThat(ClassUtils.isPresent("reactor.netty.http.client.HttpClient", null)).isFalse();
	}

}
