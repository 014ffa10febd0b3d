package io.github.opendcr.server.discovery;

import java.io.IOException;
import java.util.function.Supplier;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;

import io.github.opendcr.server.chain.AuthorizationServerServices;

import org.springframework.http.HttpMethod;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Has HEAD of the documents of an authorization server answered as GET is, whoever
 * answers that; the servlet container leaves the body out.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110.html#section-9.3.2">RFC 9110
 * §9.3.2</a>
 */
final class DocumentHeads implements Filter, RequestMatcher {

	private final AuthorizationServerServices services;

	private final Supplier<Filter> security;

	DocumentHeads(AuthorizationServerServices services, Supplier<Filter> security) {
		this.services = services;
		this.security = security;
	}

	@Override
	public boolean matches(HttpServletRequest request) {
		return HttpMethod.HEAD.matches(request.getMethod()) && this.services.haveDocument(asGet(request));
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		this.security.get().doFilter(asGet((HttpServletRequest) request), response, chain);
	}

	private static HttpServletRequest asGet(HttpServletRequest request) {
		return new OtherMethodRequest(request, HttpMethod.GET.name());
	}

}
