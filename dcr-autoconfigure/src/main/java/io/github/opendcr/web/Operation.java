package io.github.opendcr.web;

import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * What a request to the endpoints is for.
 *
 * @since 0.1.0
 */
public enum Operation {

	/**
	 * To register a client (RFC 7591 §3).
	 */
	REGISTER,

	/**
	 * To learn what would be registered.
	 */
	DRY_RUN,

	/**
	 * To read a registration (RFC 7592 §2.1).
	 */
	READ,

	/**
	 * To update a registration (RFC 7592 §2.2).
	 */
	UPDATE,

	/**
	 * To delete a registration (RFC 7592 §2.3).
	 */
	DELETE,

	/**
	 * To give a client a new secret.
	 */
	ROTATE_SECRET,

	/**
	 * To push an authorization request without proof of who asks (RFC 9126 §2).
	 */
	PUSH,

	/**
	 * Nothing that the endpoints do.
	 */
	OTHER;

	static Operation of(HttpServletRequest request, @Nullable String clientId, boolean secret) {
		String method = request.getMethod();
		if (secret) {
			return method.equals("POST") ? ROTATE_SECRET : OTHER;
		}
		if (clientId == null) {
			if (!method.equals("POST")) {
				return OTHER;
			}
			return DryRun.isNamed(request) ? DRY_RUN : REGISTER;
		}
		return switch (method) {
			case "GET" -> READ;
			case "PUT" -> UPDATE;
			case "DELETE" -> DELETE;
			default -> OTHER;
		};
	}

	/**
	 * Return what the request of the thread is for.
	 * @return the operation, or {@code null} if the thread serves no such request
	 */
	public static @Nullable Operation current() {
		RequestAttributes request = RequestContextHolder.getRequestAttributes();
		return (request != null)
				? (Operation) request.getAttribute(Operation.class.getName(), RequestAttributes.SCOPE_REQUEST) : null;
	}

	/**
	 * Return the name as metrics and logs have it.
	 * @return the name in lower case
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
