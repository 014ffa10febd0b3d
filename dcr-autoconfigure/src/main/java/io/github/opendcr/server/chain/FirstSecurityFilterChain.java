package io.github.opendcr.server.chain;

import java.util.List;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.security.web.SecurityFilterChain;

/**
 * A chain that comes before every other, even one of the application's with the highest
 * precedence that takes any request; it takes its own paths and nothing else.
 *
 * @since 0.1.0
 */
public final class FirstSecurityFilterChain implements SecurityFilterChain, PriorityOrdered {

	private final SecurityFilterChain chain;

	/**
	 * Create a chain.
	 * @param chain what it does
	 */
	public FirstSecurityFilterChain(SecurityFilterChain chain) {
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
