package io.github.opendcr.console;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.console.template.JtemessageGenerated;
import io.github.opendcr.console.view.Frame;
import io.github.opendcr.console.view.Section;

/**
 * What a request is answered with: a page, or another URL to go to.
 *
 * @param status the status
 * @param section the part of the console that the page belongs to, or {@code null}
 * @param page the page, or {@code null} for none
 * @param location the path to go to below the console's, or {@code null} for none
 */
record Reply(int status, @Nullable Section section, @Nullable Template page, @Nullable String location) {

	static Reply page(Section section, Template page) {
		return page(200, section, page);
	}

	static Reply page(int status, Section section, Template page) {
		return new Reply(status, section, page, null);
	}

	/**
	 * Something was done: a page says so, which is read and not sent again.
	 * @param notice what {@link Notice} says
	 * @param path the path of the page
	 * @param parameters names and values by turns
	 */
	static Reply done(String notice, String path, String... parameters) {
		String[] all = Arrays.copyOf(parameters, parameters.length + 2);
		all[parameters.length] = "done";
		all[parameters.length + 1] = notice;
		return new Reply(303, null, null, Frame.below(path, all)); // RFC 9110 §15.4.4
	}

	/**
	 * A page that says something, and has nothing else.
	 */
	static Reply message(int status, String title, String text) {
		return new Reply(status, null, (output, frame) -> JtemessageGenerated.render(output, null, frame, title, text),
				null);
	}

	/**
	 * A page that says that what the console needs can't be reached for a while.
	 * @param method how the request came: whether what a form asked for was done isn't
	 * known
	 */
	static Reply comeAgain(String method) {
		String next = method.equals("POST")
				? "Whether what you asked for was done isn't known: look first, and send it again if it wasn't."
				: "Load this page again in a while.";
		return message(503, "This server can't answer at the moment",
				"It can't reach what it needs, such as its database. " + next
						+ " The server's log says what is wrong.");
	}

	static Reply message(RefusedException ex) {
		return message(ex.status(), ex.title(), String.valueOf(ex.getMessage()));
	}

}
