package io.github.opendcr.audit;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What is written down of one thing that was done or refused. All texts are clean: what
 * clients sent is escaped and cut. There is no secret, no token and no body among them.
 *
 * @param type what happened, such as {@code dcr.client.registered}
 * @param principal the name of whoever did it, or {@code null} if it isn't known
 * @param members all that is written, by name and in order
 * @since 0.1.0
 */
public record AuditRecord(String type, @Nullable String principal, Map<String, String> members) {

	/**
	 * Return what a log shows: the type, and each member as {@code name=value}.
	 * @return one line
	 */
	public String toLine() {
		StringBuilder line = new StringBuilder(this.type);
		this.members
			.forEach((name, value) -> line.append(' ').append(name).append('=').append(AuditText.quoted(value)));
		return line.toString();
	}

	/**
	 * Writes a record down, member by member.
	 */
	static final class Builder {

		private final String type;

		private @Nullable String principal;

		private final Map<String, String> members = new LinkedHashMap<>();

		Builder(String type) {
			this.type = type;
		}

		/**
		 * Add a member, unless there is nothing to say.
		 */
		Builder with(String name, @Nullable Object value) {
			if (value != null) {
				this.members.put(name, AuditText.clean(value.toString()));
			}
			return this;
		}

		Builder by(Actor actor, @Nullable String principal) {
			this.principal = (principal != null) ? AuditText.clean(principal) : null;
			return with("actor", actor.label()).with("principal", principal);
		}

		AuditRecord build() {
			return new AuditRecord(this.type, this.principal, this.members);
		}

	}

}
