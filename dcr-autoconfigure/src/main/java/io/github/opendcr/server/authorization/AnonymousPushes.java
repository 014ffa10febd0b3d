package io.github.opendcr.server.authorization;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Decides on authorization requests that are pushed by public clients: each one that is
 * let in is stored, and nobody proved to be anyone.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9126.html#section-2.3">RFC 9126
 * §2.3</a>
 */
@FunctionalInterface
public interface AnonymousPushes {

	/**
	 * Let a request in, or answer it.
	 * @param request the request
	 * @param response the response, which is written if the request isn't let in
	 * @param clientId who the client says it is
	 * @return {@code true} if the request is let in
	 * @throws IOException if the answer can't be written
	 */
	boolean admit(HttpServletRequest request, HttpServletResponse response, String clientId) throws IOException;

}
