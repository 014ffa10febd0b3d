package io.github.opendcr.server.discovery;

import java.util.List;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpHeaders;
import org.springframework.web.cors.CorsConfiguration;

/**
 * The origins whose pages may use the endpoints. Safe for use by several threads.
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

	/**
	 * Create the origins.
	 * @param origins the origins, {@code *} for all, empty for none
	 */
	public AllowedOrigins(List<String> origins) {
		this.configuration.setAllowedOrigins(origins);
	}

	/**
	 * Whether the request comes from a page of an allowed origin.
	 * @param request the request
	 * @return {@code false} for any other one, too
	 */
	public boolean allow(HttpServletRequest request) {
		String origin = request.getHeader(HttpHeaders.ORIGIN);
		return origin != null && ORIGIN.matcher(origin).matches() && this.configuration.checkOrigin(origin) != null;
	}

}
