package io.github.opendcr.server.chain;

import java.io.IOException;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.http.converter.OAuth2ErrorHttpMessageConverter;

/**
 * Answers clients with an error, as the endpoints do where they authenticate.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2">RFC 6749
 * §5.2</a>
 */
public final class ErrorAnswer {

	private static final HttpMessageConverter<OAuth2Error> CONVERTER = new OAuth2ErrorHttpMessageConverter();

	private ErrorAnswer() {
	}

	/**
	 * Return what has an endpoint answer with an error.
	 * @param code the error code
	 * @param description what the client reads
	 * @return what to throw
	 */
	public static OAuth2AuthenticationException exception(String code, String description) {
		return new OAuth2AuthenticationException(new OAuth2Error(code, description, null));
	}

	/**
	 * Write an answer.
	 * @param response the response
	 * @param status its status
	 * @param error what the client reads
	 * @throws IOException if it can't be written
	 */
	public static void write(HttpServletResponse response, HttpStatus status, OAuth2Error error) throws IOException {
		ServletServerHttpResponse answer = new ServletServerHttpResponse(response);
		answer.setStatusCode(status);
		CONVERTER.write(error, null, answer);
	}

}
