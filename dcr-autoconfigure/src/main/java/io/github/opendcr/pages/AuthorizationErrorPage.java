package io.github.opendcr.pages;

import java.io.IOException;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Writes the page that says why an authorization ends here, where the browser must not be
 * sent back to the client. A bean of the application takes the place of the starter's
 * page. Safe for use by several threads.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2.1">RFC 6749
 * §4.1.2.1</a>
 */
@FunctionalInterface
public interface AuthorizationErrorPage {

	/**
	 * Write the page. Its headers are set as those of a {@link ConsentPage}.
	 * @param error what the user may know
	 * @param request the request that ends here
	 * @param response the response, with its status: 503 for
	 * {@link AuthorizationError.Cause#SERVER_UNAVAILABLE}, or else 400
	 * @throws IOException if the page can't be written
	 * @throws ServletException if the page can't be made
	 */
	void write(AuthorizationError error, HttpServletRequest request, HttpServletResponse response)
			throws IOException, ServletException;

}
