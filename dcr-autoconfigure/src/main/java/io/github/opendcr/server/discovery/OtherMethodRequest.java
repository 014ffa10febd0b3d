package io.github.opendcr.server.discovery;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/**
 * A request as it would be with another method.
 */
final class OtherMethodRequest extends HttpServletRequestWrapper {

	private final String method;

	OtherMethodRequest(HttpServletRequest request, String method) {
		super(request);
		this.method = method;
	}

	@Override
	public String getMethod() {
		return this.method;
	}

}
