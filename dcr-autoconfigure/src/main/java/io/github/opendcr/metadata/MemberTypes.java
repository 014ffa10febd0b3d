package io.github.opendcr.metadata;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;

import io.github.opendcr.ClientMetadataMember;

/**
 * The types of members.
 */
final class MemberTypes {

	private MemberTypes() {
	}

	/**
	 * Check a value, or each element of an array, by the type and the rule of its member.
	 * @param name the name as sent
	 */
	static void check(ClientMetadataMember member, String name, Object value) {
		if (!member.array()) {
			checkOne(member, name, value);
			return;
		}
		if (!(value instanceof List<?> list)) {
			throw MemberRules.refused(name, "must be an array of " + nameOf(member.type()) + "s");
		}
		for (Object element : list) {
			checkOne(member, name, element);
		}
	}

	private static void checkOne(ClientMetadataMember member, String name, Object value) {
		boolean fits = switch (member.type()) {
			case STRING, URL -> value instanceof String;
			case BOOLEAN -> value instanceof Boolean;
			case INTEGER -> value instanceof Integer || value instanceof Long || value instanceof BigInteger;
			case OBJECT -> value instanceof Map<?, ?>;
		};
		if ("".equals(value)) {
			throw MemberRules.refused(name, "must not contain an empty value");
		}
		if (!fits) {
			throw MemberRules.refused(name, "must be a" + (nameOf(member.type()).matches("[aeiou].*") ? "n " : " ")
					+ nameOf(member.type()) + ", not " + describe(value));
		}
		if (value instanceof String text) {
			checkText(member, name, text);
		}
		member.rule().check(name, value);
	}

	private static void checkText(ClientMetadataMember member, String name, String text) {
		if (!Characters.isPlainText(text)) {
			throw MemberRules.refused(name,
					"must have visible characters and no control characters, line separators or unpaired surrogates");
		}
		if (member.type() == ClientMetadataMember.Type.URL) {
			MemberRules.requireNoProblem(name, text, WebUri.problemOf(text));
		}
	}

	static String nameOf(ClientMetadataMember.Type type) {
		return switch (type) {
			case STRING, URL -> "string";
			case BOOLEAN -> "boolean";
			case INTEGER -> "integer";
			case OBJECT -> "object";
		};
	}

	private static String describe(Object value) {
		if (value instanceof List<?>) {
			return "an array";
		}
		if (value instanceof Map<?, ?>) {
			return "an object";
		}
		if (value instanceof String) {
			return "a string";
		}
		return (value instanceof Boolean) ? "a boolean" : "a number";
	}

}
