/**
 * The pages that users see at the authorization endpoint: the one on which they decide
 * ({@code ConsentPage}), and the one that says why they can't go on
 * ({@code AuthorizationErrorPage}). The seams in {@code server.authorization} call
 * {@code AuthorizationPages}, which sets the headers and calls the application's bean or
 * {@code StandardPages}. The templates are in {@code src/main/jte}.
 */
@NullMarked
package io.github.opendcr.pages;

import org.jspecify.annotations.NullMarked;
