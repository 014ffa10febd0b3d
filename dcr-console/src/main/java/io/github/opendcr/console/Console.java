package io.github.opendcr.console;

import java.util.List;
import java.util.Map;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpMethod;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.logout.LogoutSuccessHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * The operators' console: what an application needs to put it behind a chain of its own.
 * Whoever gets as far as the {@link #filter() filter} is an operator. Safe for use by
 * several threads.
 *
 * @since 0.1.0
 */
public final class Console {

	private final String path;

	private final Map<String, Asset> assets;

	private final Answers answers;

	private final Filter filter;

	private final Filter outageFilter;

	/**
	 * Create a console.
	 * @param path the path of its first page, below that of the application
	 * @param pages its pages
	 * @param documents whether there are clients that are URLs
	 */
	public Console(String path, List<Pages> pages, boolean documents) {
		this.path = path;
		this.assets = Map.of("/console.css", Asset.read("console.css", "text/css;charset=UTF-8"), "/icon.svg",
				Asset.read("icon.svg", "image/svg+xml"));
		String version = this.assets.values().stream().map(Asset::version).sorted().reduce("", String::concat);
		this.answers = new Answers(path, documents, version);
		this.filter = new ConsoleFilter(path, new Routes(pages), this.assets, this.answers);
		this.outageFilter = new ConsoleOutageFilter(this.answers);
	}

	/**
	 * Return the requests that are the console's.
	 * @return all below its path
	 */
	public RequestMatcher requests() {
		return matcher(this.path + "/**");
	}

	/**
	 * Return the requests that anyone may send: for what the pages look like.
	 * @return those for the stylesheet and the icon
	 */
	public RequestMatcher publicRequests() {
		return new OrRequestMatcher(this.assets.keySet().stream().map((name) -> matcher(this.path + name)).toList());
	}

	/**
	 * Return the requests by which an operator logs out.
	 * @return those that the button on each page sends
	 */
	public RequestMatcher logoutRequests() {
		return PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, this.path + "/logout");
	}

	private static RequestMatcher matcher(String pattern) {
		return PathPatternRequestMatcher.withDefaults().matcher(pattern);
	}

	/**
	 * Return the filter that answers. It comes behind whatever lets operators in.
	 * @return the filter
	 */
	public Filter filter() {
		return this.filter;
	}

	/**
	 * Return the filter that answers where whoever asks can't be told for a while, since
	 * sessions are kept in a database, say. It comes before whatever lets operators in,
	 * and behind what writes headers.
	 * @return the filter
	 */
	public Filter outageFilter() {
		return this.outageFilter;
	}

	/**
	 * Return what tells users that they may not see the console.
	 * @return a handler that answers with a page
	 */
	public AccessDeniedHandler accessDeniedHandler() {
		return (request, response, ex) -> this.answers.write(request, response, (ex instanceof CsrfException)
				? Reply.message(403, "Nothing was done",
						"The page that you sent was too old. Go back, load it anew and try again.")
				: Reply.message(403, "This is for operators", user(request)
						+ " may not see the console. Log in as somebody who may, or ask whoever runs this server."));
	}

	private static String user(HttpServletRequest request) {
		return (request.getRemoteUser() != null) ? request.getRemoteUser() : "You";
	}

	/**
	 * Return what operators see once they have logged out.
	 * @return a handler that answers with a page
	 */
	public LogoutSuccessHandler logoutSuccessHandler() {
		return (request, response, authentication) -> this.answers.write(request, response,
				Reply.message(200, "Logged out", "You have been logged out."));
	}

}
