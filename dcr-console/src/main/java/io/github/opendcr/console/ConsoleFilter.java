package io.github.opendcr.console;

import java.io.IOException;
import java.util.Map;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.opendcr.server.outage.TemporaryFailure;

import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * Answers all requests below the path of the console. The last filter of its chain, and
 * no part of the application's Spring MVC, which it needn't have and which it doesn't
 * change.
 */
final class ConsoleFilter extends OncePerRequestFilter {

	private static final Log logger = LogFactory.getLog(ConsoleFilter.class);

	private final String path;

	private final Routes routes;

	private final Map<String, Asset> assets;

	private final Answers answers;

	ConsoleFilter(String path, Routes routes, Map<String, Asset> assets, Answers answers) {
		this.path = path;
		this.routes = routes;
		this.assets = assets;
		this.answers = answers;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws IOException {
		String below = request.getRequestURI().substring((request.getContextPath() + this.path).length());
		Asset asset = this.assets.get(below);
		if (asset != null) {
			asset.writeTo(response);
			return;
		}
		Reply reply = answer(request, below);
		if (reply.status() == HttpServletResponse.SC_METHOD_NOT_ALLOWED) {
			response.setHeader("Allow", "POST".equals(request.getMethod()) ? "GET, HEAD" : "GET, HEAD, POST");
		}
		this.answers.write(request, response, reply);
	}

	private Reply answer(HttpServletRequest request, String below) {
		ConsoleRequest asked = new ConsoleRequest(request);
		try {
			return this.routes.find(request.getMethod(), below).handle(asked);
		}
		catch (RefusedException ex) {
			return Reply.message(ex);
		}
		catch (RuntimeException ex) {
			logger.error("The console could not answer " + request.getMethod() + " " + this.path + printable(below),
					ex);
			ServerHttpObservationFilter.findObservationContext(request).ifPresent((context) -> context.setError(ex));
			asked.giveTicketBack();
			return TemporaryFailure.is(ex) ? Reply.comeAgain(request.getMethod())
					: Reply.message(500, "That went wrong",
							"The server could not do this. What happened is in its log; nothing else is known here.");
		}
	}

	private static String printable(String path) {
		return path.replaceAll("[^\\x21-\\x7E]", "?");
	}

}
