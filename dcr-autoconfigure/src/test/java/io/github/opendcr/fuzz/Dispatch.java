package io.github.opendcr.fuzz;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import jakarta.servlet.Filter;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;

import io.github.opendcr.testkit.Answer;

import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.web.context.AbstractSecurityWebApplicationInitializer;
import org.springframework.web.context.WebApplicationContext;

/**
 * Hands requests to Spring Security's filters at once, as Tomcat would once it has read
 * them. It is for those of which Tomcat reads nothing but a fixed head.
 */
final class Dispatch implements Exchange {

	private final Filter filters;

	private final ServletContext context;

	private final int port;

	Dispatch(WebApplicationContext server, int port) {
		this.filters = server.getBean(AbstractSecurityWebApplicationInitializer.DEFAULT_FILTER_NAME, Filter.class);
		this.context = server.getServletContext();
		this.port = port;
	}

	@Override
	public Answer send(String target, byte[] body, String... headers) throws IOException {
		MockHttpServletRequest request = request(target, body);
		for (String header : headers) {
			int colon = header.indexOf(':');
			request.addHeader(header.substring(0, colon), header.substring(colon + 1).strip());
		}
		MockHttpServletResponse response = new MockHttpServletResponse();
		try {
			this.filters.doFilter(request, response, (unmatched, empty) -> {
				throw new ServletException("No filter answers " + target);
			});
		}
		catch (ServletException ex) {
			throw new AssertionError("A fault", ex);
		}
		return answer(response);
	}

	private MockHttpServletRequest request(String target, byte[] body) {
		int space = target.indexOf(' ');
		URI uri = URI.create(target.substring(space + 1));
		MockHttpServletRequest request = new MockHttpServletRequest(this.context, target.substring(0, space),
				uri.getRawPath());
		request.setServletPath(uri.getPath());
		request.setServerPort(this.port);
		request.setQueryString(uri.getRawQuery());
		if (uri.getRawQuery() != null) {
			String[] parameter = uri.getRawQuery().split("=", 2);
			request.setParameter(parameter[0], parameter[1]);
		}
		request.setContentType(MediaType.APPLICATION_JSON_VALUE);
		request.setContent(body);
		return request;
	}

	private static Answer answer(MockHttpServletResponse response) throws IOException {
		Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		response.getHeaderNames().forEach((name) -> fields.put(name, response.getHeaders(name)));
		return new Answer(response.getStatus(), HttpHeaders.of(fields, (name, value) -> true),
				response.getContentAsString(StandardCharsets.UTF_8));
	}

}
