/**
 * What a browser is sent for, and what clients push beforehand: the request, the login,
 * the consent and the redirect that answers them.
 */
@NullMarked
package io.github.opendcr.server.authorization;

import org.jspecify.annotations.NullMarked;
