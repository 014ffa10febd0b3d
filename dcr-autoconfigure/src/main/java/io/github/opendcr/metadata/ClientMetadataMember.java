package io.github.opendcr.metadata;

/**
 * One entry of the catalogue: a member of the client metadata that this server knows.
 *
 * @param name the member's name
 * @param localizable whether {@code name#language-tag} may stand beside it (RFC 7591
 * §2.2)
 * @param rule what its value must be
 * @param section where it is defined
 */
record ClientMetadataMember(String name, boolean localizable, MemberRule rule, String section) {
}
