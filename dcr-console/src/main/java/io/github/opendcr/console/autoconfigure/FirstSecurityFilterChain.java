package io.github.opendcr.console.autoconfigure;

import java.util.List;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.security.web.SecurityFilterChain;

/**
 * A chain that comes before those of the application, even one that takes any request; it
 * takes its own path and nothing else.
 */
final class FirstSecurityFilterChain implements SecurityFilterChain, PriorityOrdered {

	private final SecurityFilterChain chain;

	FirstSecurityFilterChain(SecurityFilterChain chain) {
		this.chain = chain;
	}

	@Override
	public boolean matches(HttpServletRequest request) {
		return this.chain.matches(request);
	}

	@Override
	public List<Filter> getFilters() {
		return this.chain.getFilters();
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
