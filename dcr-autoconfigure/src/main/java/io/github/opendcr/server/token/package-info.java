/**
 * What is issued, and that each code and each token is used once.
 * {@code GuardedAuthorizationService} is around the application's service and compares
 * before it sets; token generators and customizers around Spring's add what a client
 * requires; {@code BearerTokens} tells {@code web} whose access token a request has.
 */
@NullMarked
package io.github.opendcr.server.token;

import org.jspecify.annotations.NullMarked;
