package io.github.opendcr.policy;

import java.util.Set;

import io.github.opendcr.ClientMetadata;

/**
 * What becomes of single members, whatever they are.
 *
 * @param defaults the values of members that a client leaves out
 * @param forced the values of members whatever a client sends
 * @param refused the names of members that a client may not send, without language tag
 * @param softwareStatementRequired whether a client must send a software statement
 * @since 0.1.0
 */
public record MemberSettings(ClientMetadata defaults, ClientMetadata forced, Set<String> refused,
		boolean softwareStatementRequired) {

	/**
	 * Settings that leave every member as it is.
	 */
	public static final MemberSettings NONE = new MemberSettings(ClientMetadata.empty(), ClientMetadata.empty(),
			Set.of(), false);

}
