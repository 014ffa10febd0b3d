package io.github.opendcr.console;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;

import org.springframework.web.util.WebUtils;

/**
 * What a form has that is good for one answer: whoever loads the page behind it anew
 * sends it again. They are in the operator's session, beside what protects from forgery,
 * so that they hold wherever and as long as that does.
 */
final class FormTickets {

	/**
	 * The name of the field.
	 */
	static final String FIELD = "ticket";

	private static final String ATTRIBUTE = FormTickets.class.getName();

	/**
	 * As many forms as somebody may have open at once.
	 */
	private static final int MAX = 50;

	private FormTickets() {
	}

	/**
	 * Make a ticket.
	 */
	static String issue(HttpServletRequest request) {
		String ticket = UUID.randomUUID().toString();
		put(request, ticket);
		return ticket;
	}

	/**
	 * Add a ticket to those that are there.
	 */
	static void put(HttpServletRequest request, String ticket) {
		HttpSession session = request.getSession();
		synchronized (WebUtils.getSessionMutex(session)) {
			List<String> tickets = read(session);
			if (tickets.size() == MAX) {
				tickets.remove(0);
			}
			tickets.add(ticket);
			session.setAttribute(ATTRIBUTE, tickets);
		}
	}

	/**
	 * Take the ticket of a form that was sent.
	 * @return whether it was there still
	 */
	static boolean take(HttpServletRequest request, String ticket) {
		HttpSession session = request.getSession();
		synchronized (WebUtils.getSessionMutex(session)) {
			List<String> tickets = read(session);
			boolean there = tickets.remove(ticket);
			session.setAttribute(ATTRIBUTE, tickets);
			return there;
		}
	}

	// A copy, since other requests may read what is there
	private static List<String> read(HttpSession session) {
		List<String> tickets = new ArrayList<>();
		if (session.getAttribute(ATTRIBUTE) instanceof List<?> present) {
			present.forEach((ticket) -> tickets.add((String) ticket));
		}
		return tickets;
	}

}
