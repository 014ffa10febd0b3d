package io.github.opendcr.subject;

/**
 * Makes the subjects that clients with {@code subject_type=pairwise} see: another one for
 * each sector, so that clients of two sectors can't tell that they have the same user. An
 * application replaces the one that {@code dcr.pairwise.salt} makes by a bean.
 *
 * @since 0.1.0
 * @see <a href=
 * "https://openid.net/specs/openid-connect-core-1_0.html#PairwiseAlg">OpenID Connect Core
 * 1.0 §8.1</a>
 */
@FunctionalInterface
public interface PairwiseSubjectGenerator {

	/**
	 * Return the subject that all clients of a sector see. Called by several threads at
	 * once, for each token.
	 * @param sector the host of the {@code sector_identifier_uri}, or of all redirect
	 * URIs, in lower case
	 * @param localSubject the subject that other clients see
	 * @return always the same for the same sector and local subject, never for another
	 * one, and of no use to find out the local subject; at most 255 ASCII characters
	 */
	String generate(String sector, String localSubject);

	/**
	 * Return a generator that makes subjects by HMAC-SHA256, keyed by a salt that only
	 * the server knows.
	 * @param salt the salt, 16 characters at least; another one makes other subjects of
	 * all users
	 * @return the generator
	 * @throws IllegalArgumentException if it is shorter: whoever sees a subject could try
	 * all of them
	 */
	static PairwiseSubjectGenerator hmac(String salt) {
		return new HmacPairwiseSubjectGenerator(salt);
	}

}
