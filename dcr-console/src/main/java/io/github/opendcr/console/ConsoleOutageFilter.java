package io.github.opendcr.console;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.opendcr.server.outage.TemporaryFailure;

import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * Answers with a page of the console where what comes before its pages fails and that
 * passes by itself: who asks can't be told while the sessions of the application are
 * away. What can't pass is the application's to answer.
 */
final class ConsoleOutageFilter extends OncePerRequestFilter {

	private static final Log logger = LogFactory.getLog(ConsoleOutageFilter.class);

	private final Answers answers;

	ConsoleOutageFilter(Answers answers) {
		this.answers = answers;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		try {
			chain.doFilter(request, response);
		}
		catch (ServletException | RuntimeException ex) {
			if (response.isCommitted() || !TemporaryFailure.is(ex)) {
				throw ex;
			}
			logger.error("The console could not tell who asks", ex);
			ServerHttpObservationFilter.findObservationContext(request).ifPresent((context) -> context.setError(ex));
			response.resetBuffer();
			this.answers.write(request, response, Reply.comeAgain(request.getMethod()));
		}
	}

}
