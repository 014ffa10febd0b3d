package io.github.opendcr.server.discovery;

import java.io.IOException;
import java.util.List;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.github.opendcr.server.chain.AuthorizationServerServices;
import io.github.opendcr.server.chain.Seam;
import io.github.opendcr.server.chain.ServerChain;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets scripts of the allowed origins read the answers of the authorization server. It
 * hooks in by a filter in front of the chain, and a chain of its own for preflights.
 */
final class CrossOrigin implements Seam {

	private static final List<String> METHODS = List.of(HttpMethod.GET.name(), HttpMethod.POST.name());

	private final AllowedOrigins origins;

	CrossOrigin(List<String> allowedOrigins) {
		this.origins = new AllowedOrigins(allowedOrigins, METHODS,
				List.of(HttpHeaders.RETRY_AFTER, HttpHeaders.WWW_AUTHENTICATE));
	}

	@Override
	public void addTo(ServerChain chain) {
		chain.http().addFilterBefore(new HeaderFilter(chain.endpointsForScripts()), SecurityContextHolderFilter.class);
	}

	/**
	 * Return a chain for preflights, which pass by the chain of an authorization server.
	 * @param services the authorization servers
	 * @return the chain
	 */
	SecurityFilterChain preflights(AuthorizationServerServices services) {
		return new DefaultSecurityFilterChain(
				(request) -> CorsUtils.isPreFlightRequest(request) && this.origins.allow(request)
						&& METHODS.stream()
							.anyMatch((method) -> services.areForScripts(new OtherMethodRequest(request, method))),
				new PreflightFilter());
	}

	private final class HeaderFilter extends OncePerRequestFilter {

		private final RequestMatcher endpoints;

		private HeaderFilter(RequestMatcher endpoints) {
			this.endpoints = endpoints;
		}

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			if (this.endpoints.matches(request)) {
				if (!CrossOrigin.this.origins.allow(request)) {
					// A cache must not hand this answer to an allowed origin
					response.addHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
				}
				if (!CrossOrigin.this.origins.admit(request, response)) {
					return;
				}
			}
			chain.doFilter(request, response);
		}

	}

	private final class PreflightFilter extends OncePerRequestFilter {

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws IOException {
			CrossOrigin.this.origins.admit(request, response);
		}

	}

}
