package io.github.opendcr.server.discovery;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsProcessor;
import org.springframework.web.cors.DefaultCorsProcessor;

/**
 * The origins whose pages may use endpoints and read their answers. Others are answered
 * as if this weren't here: refusing them is the browser's part, and an {@code Origin}
 * comes with many requests that aren't a script's. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class AllowedOrigins {

	// RFC 6454 §6.2: Spring's CORS classes throw at anything else, before they look. A
	// page without an origin of its own may use what every page may: no cookie counts
	// here
	private static final Pattern ORIGIN = Pattern.compile(
			"null|[A-Za-z][A-Za-z0-9+.-]{0,31}+://(?:[A-Za-z0-9._~-]{1,253}+|\\[[0-9A-Fa-f:.]{2,45}+])(?::[0-9]{1,5}+)?");

	private final CorsConfiguration configuration = new CorsConfiguration();

	private final CorsProcessor processor = new DefaultCorsProcessor();

	/**
	 * Create the origins.
	 * @param origins the origins, {@code *} for all, empty for none
	 * @param methods the methods of the endpoints, {@code *} for all
	 * @param exposedHeaders the headers of an answer that pages may read
	 */
	public AllowedOrigins(List<String> origins, List<String> methods, List<String> exposedHeaders) {
		this.configuration.setAllowedOrigins(origins);
		this.configuration.setAllowedMethods(methods);
		this.configuration.setAllowedHeaders(List.of(CorsConfiguration.ALL));
		this.configuration.setExposedHeaders(exposedHeaders);
		this.configuration.setMaxAge(Duration.ofHours(1));
	}

	/**
	 * Let a page of an allowed origin read the answer.
	 * @param request the request
	 * @param response the response, which gets the headers for that
	 * @return {@code false} if it was a preflight for something else, and is answered
	 * @throws IOException if that can't be written
	 */
	public boolean admit(HttpServletRequest request, HttpServletResponse response) throws IOException {
		return !allow(request) || this.processor.processRequest(this.configuration, request, response);
	}

	boolean allow(HttpServletRequest request) {
		String origin = request.getHeader(HttpHeaders.ORIGIN);
		return origin != null && ORIGIN.matcher(origin).matches() && this.configuration.checkOrigin(origin) != null;
	}

}
