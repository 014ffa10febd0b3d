package io.github.opendcr.pages;

import java.io.IOException;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Writes the page on which a user decides whether a client gets what it asks for. A bean
 * of the application takes the place of the starter's page. Safe for use by several
 * threads.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ConsentPage {

	/**
	 * Write the page. Its headers are set: nothing of it is stored, it is shown in no
	 * frame, runs no script and loads only style sheets of this server; whoever needs
	 * more sets {@code Content-Security-Policy} to something else.
	 * @param question what the user is asked
	 * @param request the request that waits for the answer
	 * @param response the response, with the status 200
	 * @throws IOException if the page can't be written
	 * @throws ServletException if the page can't be made
	 */
	void write(ConsentQuestion question, HttpServletRequest request, HttpServletResponse response)
			throws IOException, ServletException;

}
