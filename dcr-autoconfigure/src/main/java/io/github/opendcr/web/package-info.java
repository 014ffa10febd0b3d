/**
 * HTTP in and out. A request enters at {@code ClientRegistrationFilter}, the last filter
 * of a chain of its own, which opens the issuer's context and makes an answer of the
 * protocol of every failure. {@code RegistrationEndpoints} is the straight line of RFC
 * 7591 §3: limits, permission, bounded body, service, answer;
 * {@code ConfigurationEndpoint} that of RFC 7592 §2.
 */
@NullMarked
package io.github.opendcr.web;

import org.jspecify.annotations.NullMarked;
