package io.github.opendcr.server.chain;

import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

/**
 * A form as if it had been sent with one parameter more, or with another value of one.
 *
 * @since 0.1.0
 */
public final class AddedParameter extends HttpServletRequestWrapper {

	private final Map<String, String[]> parameters;

	/**
	 * Create a request.
	 * @param request what was sent
	 * @param name the name of the parameter
	 * @param value its value
	 */
	public AddedParameter(HttpServletRequest request, String name, String value) {
		super(request);
		this.parameters = new LinkedHashMap<>(request.getParameterMap());
		this.parameters.put(name, new String[] { value });
	}

	@Override
	public @Nullable String getParameter(String name) {
		String[] values = this.parameters.get(name);
		return (values != null) ? values[0] : null;
	}

	@Override
	public String @Nullable [] getParameterValues(String name) {
		return this.parameters.get(name);
	}

	@Override
	public Enumeration<String> getParameterNames() {
		return Collections.enumeration(this.parameters.keySet());
	}

	@Override
	public Map<String, String[]> getParameterMap() {
		return this.parameters;
	}

}
