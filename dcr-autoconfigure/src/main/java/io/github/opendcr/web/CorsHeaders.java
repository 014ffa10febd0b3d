package io.github.opendcr.web;

import java.io.IOException;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.github.opendcr.server.discovery.AllowedOrigins;

import org.springframework.http.HttpHeaders;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsProcessor;
import org.springframework.web.cors.DefaultCorsProcessor;

/**
 * Lets pages of the allowed origins use the registration endpoints. Another origin's
 * request gets an answer without these headers, which its browser keeps from the page.
 */
final class CorsHeaders {

	private final CorsConfiguration configuration;

	private final AllowedOrigins origins;

	private final CorsProcessor processor = new DefaultCorsProcessor();

	CorsHeaders(List<String> allowedOrigins) {
		this.origins = new AllowedOrigins(allowedOrigins);
		this.configuration = new CorsConfiguration();
		this.configuration.setAllowedOrigins(allowedOrigins);
		// the endpoints themselves tell which methods they have
		this.configuration.setAllowedMethods(List.of(CorsConfiguration.ALL));
		this.configuration.setAllowedHeaders(List.of(CorsConfiguration.ALL));
		this.configuration.setExposedHeaders(List.of(HttpHeaders.WWW_AUTHENTICATE, HttpHeaders.RETRY_AFTER,
				"RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"));
	}

	void write(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (this.origins.allow(request)) {
			this.processor.processRequest(this.configuration, request, response);
		}
	}

}
