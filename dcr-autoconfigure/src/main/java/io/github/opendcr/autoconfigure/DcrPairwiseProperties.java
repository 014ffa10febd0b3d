package io.github.opendcr.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of pairwise subjects.
 *
 * @param salt Secret of 16 characters or more, from which pairwise subjects are made with
 * a client's sector and a user's subject. Another one gives all users other subjects.
 * Without it, and without a PairwiseSubjectGenerator bean, clients can't have pairwise
 * subjects.
 */
@ConfigurationProperties("dcr.pairwise")
record DcrPairwiseProperties(@Nullable String salt) {

	/**
	 * Return a description without the salt.
	 * @return whether there is one
	 */
	@Override
	public String toString() {
		return "DcrPairwiseProperties[salt=" + ((this.salt != null) ? "******" : "null") + "]";
	}

}
