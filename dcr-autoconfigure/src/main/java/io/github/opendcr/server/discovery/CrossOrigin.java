package io.github.opendcr.server.discovery;

import java.io.IOException;
import java.util.List;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.github.opendcr.server.chain.AuthorizationServerServices;
import io.github.opendcr.server.chain.EndpointFilter;
import io.github.opendcr.server.chain.Seam;
import io.github.opendcr.server.chain.ServerChain;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.cors.CorsUtils;

/**
 * Lets scripts of the allowed origins read the answers of the authorization server. It
 * hooks in by a filter in front of the chain; preflights are answered in front of all.
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
	 * Return what answers preflights, which pass by the chain of an authorization server.
	 * @param services the authorization servers
	 */
	Preflights preflights(AuthorizationServerServices services) {
		return new Preflights(this.origins, services);
	}

	private final class HeaderFilter extends EndpointFilter {

		private HeaderFilter(RequestMatcher endpoints) {
			super(endpoints);
		}

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			if (!CrossOrigin.this.origins.allow(request)) {
				// A cache must not hand this answer to an allowed origin
				response.addHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
			}
			if (CrossOrigin.this.origins.admit(request, response)) {
				chain.doFilter(request, response);
			}
		}

	}

	/**
	 * Answers preflights.
	 *
	 * @param origins whose
	 * @param services the authorization servers
	 */
	record Preflights(AllowedOrigins origins, AuthorizationServerServices services) implements Filter, RequestMatcher {

		@Override
		public boolean matches(HttpServletRequest request) {
			return CorsUtils.isPreFlightRequest(request) && this.origins.allow(request) && METHODS.stream()
				.anyMatch((method) -> this.services.areForScripts(new OtherMethodRequest(request, method)));
		}

		@Override
		public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			if (CorsUtils.isPreFlightRequest((HttpServletRequest) request)) {
				this.origins.admit((HttpServletRequest) request, (HttpServletResponse) response);
			}
			else {
				chain.doFilter(request, response);
			}
		}

	}

}
