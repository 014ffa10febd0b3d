package io.github.opendcr.console;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which page is at which path, below that of the console. What names a client is a
 * parameter and no part of the path: a {@code client_id} may be a URL, which servers and
 * firewalls rewrite.
 */
final class Routes {

	private final Map<String, Map<String, Handler>> handlers = new HashMap<>();

	Routes(List<Pages> pages) {
		pages.forEach((some) -> some.addTo(this));
	}

	void get(String path, Handler handler) {
		add("GET", path, handler);
	}

	void post(String path, Handler handler) {
		add("POST", path, handler);
	}

	private void add(String method, String path, Handler handler) {
		this.handlers.computeIfAbsent(path, (key) -> new HashMap<>()).put(method, handler);
	}

	/**
	 * Find what answers.
	 * @throws RefusedException if there is no such page, or not by this method
	 */
	Handler find(String method, String path) {
		Map<String, Handler> there = this.handlers.get(path.equals("/") ? "" : path);
		if (there == null) {
			throw RefusedException.notFound("There is no such page.");
		}
		Handler handler = there.get(method.equals("HEAD") ? "GET" : method);
		if (handler == null) {
			throw RefusedException.methodNotAllowed();
		}
		return handler;
	}

	/**
	 * Answers requests.
	 */
	@FunctionalInterface
	interface Handler {

		/**
		 * Answer a request.
		 * @throws RefusedException if it can't be served
		 */
		Reply handle(ConsoleRequest request);

	}

}
