package io.github.opendcr.metadata;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.MemberRule;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.keys.CertificateSubject;

/**
 * The rules that members have beside their types.
 */
final class MemberRules {

	private MemberRules() {
	}

	static MemberRule maxLength(int maxLength) {
		return (member, value) -> {
			if (((String) value).length() > maxLength) {
				throw refused(member, "is longer than " + maxLength + " characters");
			}
		};
	}

	/**
	 * One of the values and no other.
	 */
	static MemberRule oneOf(Object... values) {
		return (member, value) -> {
			if (!List.of(values).contains(value)) {
				String allowed = String.join(", ", Arrays.stream(values).map(Object::toString).toList());
				throw refused(member, "is supported with the value " + allowed + " only, not " + Quoted.of(value));
			}
		};
	}

	static MemberRule https() {
		return (member, value) -> {
			if (!((String) value).toLowerCase(Locale.ROOT).startsWith("https:")) {
				throw refused(member, "must be an https URL: " + Quoted.of(value));
			}
		};
	}

	/**
	 * Space-separated scope values (RFC 6749 §3.3).
	 */
	static MemberRule scope() {
		return maxLength(Limits.COLUMN).and((member, value) -> {
			for (String token : ((String) value).split(" ", -1)) {
				// a comma would come back from Spring's column as two scopes
				if (token.isEmpty() || token.indexOf(',') >= 0 || !Characters.isScopeToken(token)) {
					throw refused(member, "must be scope values separated by single spaces, each of printable ASCII "
							+ "without quotes, backslashes and commas: " + Quoted.of(value));
				}
			}
		});
	}

	/**
	 * A member of an extensible vocabulary: a name or an absolute URI.
	 */
	static MemberRule token() {
		return maxLength(Limits.TOKEN).and((member, value) -> {
			if (((String) value).indexOf(',') >= 0 || !Characters.isScopeToken(((String) value).replace(" ", ""))) {
				throw refused(member,
						"must be of printable ASCII without quotes, backslashes and commas: " + Quoted.of(value));
			}
		});
	}

	/**
	 * A URI to which a browser is sent.
	 */
	static MemberRule redirectUri() {
		return (member, value) -> requireNoProblem(member, value, RedirectUri.problemOf((String) value));
	}

	/**
	 * Refuse the value if there is a problem with it.
	 */
	static void requireNoProblem(String member, Object value, @Nullable String problem) {
		if (problem != null) {
			throw refused(member, problem + ": " + Quoted.of(value));
		}
	}

	/**
	 * What a certificate is issued to.
	 */
	static MemberRule certificateSubject(CertificateSubject subject) {
		return maxLength(Limits.COLUMN).and((member, value) -> {
			if (!subject.isValid((String) value)) {
				throw refused(member, "is not of the form that RFC 8705 demands: " + Quoted.of(value));
			}
		});
	}

	/**
	 * Return the refusal of a member, with the error that RFC 7591 §3.2.2 has for it.
	 */
	static RegistrationException refused(String member, String problem) {
		String description = member + " " + problem;
		return member.equals("redirect_uris") ? RegistrationException.invalidRedirectUri(description)
				: RegistrationException.invalidMetadata(member, description);
	}

}
