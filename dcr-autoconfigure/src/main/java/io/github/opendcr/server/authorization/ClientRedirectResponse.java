package io.github.opendcr.server.authorization;

import java.io.IOException;
import java.util.function.UnaryOperator;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

import org.springframework.http.HttpHeaders;

/**
 * A response that may redirect the browser to a client. A URI with one slash after its
 * scheme, as RFC 8252 §7.1 has them, is taken for a path of this server by Spring's
 * redirect strategy, which puts the context path before it; here that is taken away
 * again. Redirects to anywhere else stay as they are.
 */
final class ClientRedirectResponse extends HttpServletResponseWrapper {

	private final String contextPath;

	private final String redirectUri;

	private final UnaryOperator<String> completion;

	/**
	 * Create a response.
	 * @param request the request, which knows the context path, a proxy's too
	 * @param response the response
	 * @param redirectUri the client's URI, which was found to be registered
	 * @param completion puts more at the end of what begins with that URI
	 */
	ClientRedirectResponse(HttpServletRequest request, HttpServletResponse response, String redirectUri,
			UnaryOperator<String> completion) {
		super(response);
		this.contextPath = request.getContextPath();
		this.redirectUri = redirectUri;
		this.completion = completion;
	}

	private String completed(String location) {
		String uri = location.startsWith(this.contextPath + this.redirectUri)
				? location.substring(this.contextPath.length()) : location;
		return uri.startsWith(this.redirectUri) ? this.completion.apply(uri) : location;
	}

	@Override
	public void sendRedirect(String location) throws IOException {
		super.sendRedirect(completed(location));
	}

	@Override
	public void sendRedirect(String location, int status) throws IOException {
		super.sendRedirect(completed(location), status);
	}

	@Override
	public void sendRedirect(String location, boolean clearBuffer) throws IOException {
		super.sendRedirect(completed(location), clearBuffer);
	}

	@Override
	public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
		super.sendRedirect(completed(location), status, clearBuffer);
	}

	@Override
	public void setHeader(String name, String value) {
		// How DefaultRedirectStrategy redirects with another status than 302
		super.setHeader(name, HttpHeaders.LOCATION.equalsIgnoreCase(name) ? completed(value) : value);
	}

}
