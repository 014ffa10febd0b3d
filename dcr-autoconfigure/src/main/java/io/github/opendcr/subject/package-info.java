/**
 * Pairwise subjects (OpenID Connect Core §8.1): what a user is called in one sector
 * ({@code PairwiseSubjectGenerator}), which {@code server.token} asks for each token, and
 * whether all redirection URIs of a client are of its sector ({@code SectorIdentifiers}),
 * the last check of a registration.
 */
@NullMarked
package io.github.opendcr.subject;

import org.jspecify.annotations.NullMarked;
