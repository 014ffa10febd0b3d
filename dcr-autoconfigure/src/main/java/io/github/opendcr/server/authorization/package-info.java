/**
 * What a browser is sent for, and what clients push beforehand: the request, the login,
 * the consent and the redirect that answers them. Requests pass filters in front of
 * Spring's endpoint (documents, logins, pushed requests), validators within it, and
 * handlers of its answers behind it (the issuer, the pages).
 */
@NullMarked
package io.github.opendcr.server.authorization;

import org.jspecify.annotations.NullMarked;
