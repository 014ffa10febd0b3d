package io.github.opendcr.statement;

/**
 * The name of a member with or without a language tag (RFC 7591 §2.2).
 */
final class MemberName {

	private MemberName() {
	}

	static String untagged(String name) {
		int hash = name.indexOf('#');
		return (hash < 0) ? name : name.substring(0, hash);
	}

}
