package io.github.opendcr;

/**
 * What the value of one member of the client metadata must be beside its type, judged by
 * itself.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface MemberRule {

	/**
	 * Check the value. Called by several threads at once.
	 * @param member the member's name as sent, with its language tag
	 * @param value the value, of the member's type and not empty; of an array, each
	 * element
	 * @throws RegistrationException if the value is refused, with a description that says
	 * what to send instead
	 */
	void check(String member, Object value);

	/**
	 * Return this rule and another one.
	 * @param other the rule that is checked next
	 * @return both rules
	 */
	default MemberRule and(MemberRule other) {
		return (member, value) -> {
			check(member, value);
			other.check(member, value);
		};
	}

}
