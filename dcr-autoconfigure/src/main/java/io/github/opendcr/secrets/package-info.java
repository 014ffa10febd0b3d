/**
 * How the secrets of clients are stored, and checked against what is stored
 * ({@code StoredSecrets}); and how an answer with credentials is kept for whoever can
 * repeat the request ({@code AnswerSeal}). {@code registration} stores secrets,
 * {@code server.authentication} has them checked.
 */
@NullMarked
package io.github.opendcr.secrets;

import org.jspecify.annotations.NullMarked;
