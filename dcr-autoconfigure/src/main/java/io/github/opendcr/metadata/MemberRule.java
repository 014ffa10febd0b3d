package io.github.opendcr.metadata;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import io.github.opendcr.RegistrationException;

/**
 * What the value of one member must be, judged by itself.
 */
@FunctionalInterface
interface MemberRule {

	/**
	 * Check the value.
	 * @param member the member's name as sent, with its language tag
	 * @param value the value, not empty
	 * @throws RegistrationException if the value is refused
	 */
	void check(String member, Object value);

	/**
	 * A text for people or machines, without control characters.
	 */
	static MemberRule text(int maxLength) {
		return (member, value) -> {
			String text = string(member, value);
			if (text.length() > maxLength) {
				throw RegistrationException.invalidMetadata(member,
						member + " is longer than " + maxLength + " characters");
			}
			if (!Characters.isPlainText(text)) {
				throw RegistrationException.invalidMetadata(member, member
						+ " must have visible characters and no control characters, line separators or unpaired surrogates");
			}
		};
	}

	/**
	 * A web page or image: an absolute https or http URL.
	 */
	static MemberRule webUri(int maxLength) {
		return text(maxLength).and((member, value) -> {
			if (!WebUri.isWebUri((String) value)) {
				throw RegistrationException.invalidMetadata(member,
						member + " must be an absolute https URL (or http), "
								+ "with a host, without user information: " + Quoted.of(value));
			}
		});
	}

	/**
	 * One of the values and no other.
	 */
	static MemberRule oneOf(Object... values) {
		return (member, value) -> {
			if (!List.of(values).contains(value)) {
				String allowed = String.join(", ", Arrays.stream(values).map(Object::toString).toList());
				throw RegistrationException.invalidMetadata(member,
						member + " is supported with the value " + allowed + " only, not " + Quoted.of(value));
			}
		};
	}

	/**
	 * A member that is known, but that this server can't honour.
	 */
	static MemberRule unsupported() {
		return (member, value) -> {
			throw RegistrationException.invalidMetadata(member,
					member + " is not supported by this server; register without it");
		};
	}

	/**
	 * An array whose elements each keep a rule.
	 */
	static MemberRule each(MemberRule rule) {
		return (member, value) -> {
			if (!(value instanceof List<?> list)) {
				throw RegistrationException.invalidMetadata(member, member + " must be an array of strings");
			}
			list.forEach((element) -> rule.check(member, element));
		};
	}

	/**
	 * Space-separated scope values (RFC 6749 §3.3).
	 */
	static MemberRule scope() {
		return text(Limits.COLUMN).and((member, value) -> {
			for (String token : ((String) value).split(" ", -1)) {
				// a comma would come back from Spring's column as two scopes
				if (token.isEmpty() || token.indexOf(',') >= 0 || !Characters.isScopeToken(token)) {
					throw RegistrationException.invalidMetadata(member,
							"scope must be scope values separated by single spaces, each of printable ASCII without "
									+ "quotes, backslashes and commas: " + Quoted.of(value));
				}
			}
		});
	}

	/**
	 * A member of an extensible vocabulary: a name or an absolute URI.
	 */
	static MemberRule token() {
		return text(Limits.TOKEN).and((member, value) -> {
			if (((String) value).indexOf(',') >= 0 || !Characters.isScopeToken(((String) value).replace(" ", ""))) {
				throw RegistrationException.invalidMetadata(member, member
						+ " must be of printable ASCII without quotes, backslashes and commas: " + Quoted.of(value));
			}
		});
	}

	/**
	 * URIs to which a browser is sent.
	 */
	static MemberRule redirectUri(BiConsumer<String, String> refusal) {
		return (member, value) -> {
			String problem = (value instanceof String uri) ? RedirectUri.problemOf(uri) : "must be a string";
			if (problem != null) {
				refusal.accept(member, member + " " + problem + ": " + Quoted.of(value));
			}
		};
	}

	default MemberRule and(MemberRule other) {
		return (member, value) -> {
			check(member, value);
			other.check(member, value);
		};
	}

	private static String typeOf(Object value) {
		if (value instanceof List<?>) {
			return "an array";
		}
		if (value instanceof Map<?, ?>) {
			return "an object";
		}
		return (value instanceof Boolean) ? "a boolean" : "a number";
	}

	private static String string(String member, Object value) {
		if (!(value instanceof String text)) {
			throw RegistrationException.invalidMetadata(member, member + " must be a string, not " + typeOf(value));
		}
		if (text.isEmpty()) {
			throw RegistrationException.invalidMetadata(member, member + " must not contain an empty value");
		}
		return text;
	}

}
