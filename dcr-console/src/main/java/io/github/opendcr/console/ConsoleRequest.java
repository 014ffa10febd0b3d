package io.github.opendcr.console;

import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request of an operator.
 */
final class ConsoleRequest {

	private final HttpServletRequest request;

	private @Nullable String ticket;

	ConsoleRequest(HttpServletRequest request) {
		this.request = request;
	}

	/**
	 * Return the name of the operator.
	 */
	String user() {
		return String.valueOf(this.request.getRemoteUser());
	}

	/**
	 * Return a parameter.
	 * @return the value, or {@code null} if there is none or nothing was written
	 * @throws RefusedException if there are several
	 */
	@Nullable String parameter(String name) {
		String[] values = this.request.getParameterValues(name);
		if (values == null || (values.length == 1 && values[0].isBlank())) {
			return null;
		}
		if (values.length > 1) {
			throw RefusedException.badRequest("The parameter " + name + " came more than once.");
		}
		return values[0].strip();
	}

	/**
	 * Return a parameter that each link and form has.
	 * @throws RefusedException if there is none
	 */
	String required(String name) {
		String value = parameter(name);
		if (value == null) {
			throw RefusedException.badRequest("The parameter " + name + " is missing.");
		}
		return value;
	}

	/**
	 * Return a ticket for a form that is answered once, however often it is sent.
	 */
	String ticket() {
		return FormTickets.issue(this.request);
	}

	/**
	 * Take the ticket of the form.
	 * @throws RefusedException if it was taken before: nothing is done again
	 */
	void takeTicket() {
		String ticket = required(FormTickets.FIELD);
		if (!FormTickets.take(this.request, ticket)) {
			throw RefusedException.repeated();
		}
		this.ticket = ticket;
	}

	/**
	 * Give the ticket back if one was taken: the form wasn't answered, and may be sent
	 * again.
	 */
	void giveTicketBack() {
		if (this.ticket != null) {
			FormTickets.put(this.request, this.ticket);
		}
	}

	/**
	 * Return the fields that were filled in, of those that a form has.
	 */
	Map<String, String> fields(Iterable<String> names) {
		Map<String, String> fields = new LinkedHashMap<>();
		for (String name : names) {
			String value = parameter(name);
			if (value != null) {
				fields.put(name, value);
			}
		}
		return fields;
	}

}
