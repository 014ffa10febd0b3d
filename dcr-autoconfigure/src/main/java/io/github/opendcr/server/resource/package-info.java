/**
 * Tokens for the resources that dynamic clients name: what a request names, what was
 * granted before, and what of it a token gets. {@code ResourceIndicators} has the rules.
 * A filter puts what the request names where the authorization service, the consent
 * service and the token generator around Spring's find it.
 */
@NullMarked
package io.github.opendcr.server.resource;

import org.jspecify.annotations.NullMarked;
