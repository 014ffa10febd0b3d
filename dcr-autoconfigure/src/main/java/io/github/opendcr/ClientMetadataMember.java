package io.github.opendcr;

import org.jspecify.annotations.Nullable;

/**
 * One entry of the catalogue of client metadata: a member that this server knows.
 * Applications add entries as beans; what a client registers of them is validated, kept,
 * returned, and found in {@link ClientRegistration#metadata()} from then on. An entry of
 * the application takes the place of one that is refused or left out otherwise, which
 * says that the application honours the member. Immutable.
 *
 * @param name the member's name, without a language tag
 * @param type the type of its value, or of each element if it is an array
 * @param array whether its value is an array
 * @param localizable whether {@code name#language-tag} may stand beside it (RFC 7591
 * §2.2)
 * @param rule what its value must be beside its type
 * @param support what becomes of it
 * @param meaning where it takes effect, or why it is refused; may be empty
 * @param defaultValue what holds for a client that leaves it out, or {@code null} for
 * nothing
 * @param section where it is defined; may be empty
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-2">RFC 7591 §2</a>
 */
public record ClientMetadataMember(String name, Type type, boolean array, boolean localizable, MemberRule rule,
		Support support, String meaning, @Nullable String defaultValue, String section) {

	/**
	 * Create an entry for a member of one value that is kept for the application.
	 * @param name the member's name
	 * @param type the type of its value
	 * @return the entry
	 */
	public static ClientMetadataMember of(String name, Type type) {
		return new ClientMetadataMember(name, type, false, false, (member, value) -> {
		}, Support.KEPT, "", null, "");
	}

	/**
	 * Return the entry for an array of such values.
	 * @return a new entry
	 */
	public ClientMetadataMember asArray() {
		return new ClientMetadataMember(this.name, this.type, true, this.localizable, this.rule, this.support,
				this.meaning, this.defaultValue, this.section);
	}

	/**
	 * Return the entry for a member that may have language tags.
	 * @return a new entry
	 */
	public ClientMetadataMember asLocalizable() {
		return new ClientMetadataMember(this.name, this.type, this.array, true, this.rule, this.support, this.meaning,
				this.defaultValue, this.section);
	}

	/**
	 * Return the entry with one more rule.
	 * @param rule what the value must be, too
	 * @return a new entry
	 */
	public ClientMetadataMember withRule(MemberRule rule) {
		return new ClientMetadataMember(this.name, this.type, this.array, this.localizable, this.rule.and(rule),
				this.support, this.meaning, this.defaultValue, this.section);
	}

	/**
	 * Return the entry with what becomes of the member.
	 * @param support whether it is honoured
	 * @param meaning where it takes effect, or why it is refused
	 * @return a new entry
	 */
	public ClientMetadataMember withSupport(Support support, String meaning) {
		return new ClientMetadataMember(this.name, this.type, this.array, this.localizable, this.rule, support, meaning,
				this.defaultValue, this.section);
	}

	/**
	 * Return the entry with a default.
	 * @param defaultValue what holds for a client that leaves the member out
	 * @return a new entry
	 */
	public ClientMetadataMember withDefault(String defaultValue) {
		return new ClientMetadataMember(this.name, this.type, this.array, this.localizable, this.rule, this.support,
				this.meaning, defaultValue, this.section);
	}

	/**
	 * Return the entry with the place of its definition.
	 * @param section the specification and its section
	 * @return a new entry
	 */
	public ClientMetadataMember withSection(String section) {
		return new ClientMetadataMember(this.name, this.type, this.array, this.localizable, this.rule, this.support,
				this.meaning, this.defaultValue, section);
	}

	/**
	 * What a value is in JSON.
	 *
	 * @since 0.1.0
	 */
	public enum Type {

		/**
		 * A string of visible characters, without control characters.
		 */
		STRING,

		/**
		 * A string that is an absolute https or http URL with a host.
		 */
		URL,

		/**
		 * {@code true} or {@code false}.
		 */
		BOOLEAN,

		/**
		 * A whole number.
		 */
		INTEGER,

		/**
		 * An object.
		 */
		OBJECT

	}

	/**
	 * What becomes of a member.
	 *
	 * @since 0.1.0
	 */
	public enum Support {

		/**
		 * The server acts on it.
		 */
		HONOURED,

		/**
		 * Kept and returned, for the application and others to act on.
		 */
		KEPT,

		/**
		 * Not registered, since the server can't honour it and a client is none the less
		 * safe for that; the answer tells (RFC 7591 §3.2.1).
		 */
		OMITTED,

		/**
		 * Refused by name, since the server can't honour it.
		 */
		REFUSED

	}

}
