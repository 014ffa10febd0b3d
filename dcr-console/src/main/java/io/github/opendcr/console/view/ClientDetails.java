package io.github.opendcr.console.view;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.lifecycle.ClientRecord;
import io.github.opendcr.metadata.ClientMetadataCatalogue;
import io.github.opendcr.registration.MemberOrigins.Origin;

/**
 * All that is known of one client.
 *
 * @param record what is kept of it
 * @param keys its public keys, by the members of each
 * @param policyExists whether there still is the policy by which it is judged
 * @param actions what an operator may do with it
 * @param now what time it is
 * @since 0.1.0
 */
public record ClientDetails(ClientRecord record, List<Map<String, String>> keys, boolean policyExists,
		List<Link> actions, Instant now) {

	/**
	 * Return how the client is called on its page.
	 * @return its name, or its id if it has none
	 */
	public String title() {
		ClientRegistration registration = this.record.registration();
		String name = (registration != null) ? Words.name(registration) : null;
		return (name != null) ? name : Words.line(this.record.clientId(), 64);
	}

	/**
	 * Return what there is to say about members: those that were granted, then those that
	 * were asked for in vain.
	 * @return the names
	 */
	public Set<String> members() {
		ClientRegistration registration = this.record.registration();
		Set<String> members = new LinkedHashSet<>();
		if (registration != null) {
			members.addAll(registration.metadata().asMap().keySet());
			members.addAll(registration.asked().asMap().keySet());
		}
		return members;
	}

	/**
	 * Return why a member was granted as it was.
	 * @param member the name of the member
	 * @return a sentence without its full stop
	 */
	public String why(String member) {
		ClientRegistration registration = this.record.registration();
		Object asked = (registration != null) ? registration.asked().get(member) : null;
		return (registration != null && asked != null) ? whyNot(member, asked, registration.metadata().get(member))
				: origin(member);
	}

	private String whyNot(String member, Object asked, @Nullable Object granted) {
		if (granted == null) {
			return "Left out: not allowed, or of no use to this server";
		}
		if (this.record.origins().get(member) != Origin.SENT) {
			return origin(member);
		}
		return (ClientMetadataCatalogue.unordered(member, asked) instanceof Set<?> more
				&& ClientMetadataCatalogue.unordered(member, granted) instanceof Set<?> fewer
				&& more.containsAll(fewer)) ? "Narrowed to what is allowed" : "Set by this server";
	}

	private String origin(String member) {
		Origin origin = this.record.origins().getOrDefault(member, Origin.SENT);
		ClientRegistration registration = this.record.registration();
		return switch (origin) {
			case SENT -> (registration != null && registration.isOfDocument())
					? "Said by its document, as far as allowed" : "Said by the client, as far as allowed";
			case STATEMENT -> "Claimed by its software statement";
			case DEFAULT -> "Default of its policy";
			case FORCED -> "Set by its policy";
		};
	}

	/**
	 * Return what is kept, as JSON.
	 * @return the metadata, and what the server knows beside them
	 */
	public String json() {
		ClientRegistration registration = this.record.registration();
		return (registration != null) ? Words.json(registration.metadata().asMap()) : "{}";
	}

	/**
	 * Return how many of something were granted to the client and are still kept.
	 * @param kind {@code authorizations} or {@code consents}
	 * @return the number, or a dash if that can't be told
	 */
	public String grants(String kind) {
		Long number = this.record.grants().get(kind);
		return (number != null) ? Words.number(number) : "–";
	}

}
