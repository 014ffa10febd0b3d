package io.github.opendcr.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of pushed authorization requests (RFC 9126).
 *
 * @param enabled Whether there is an endpoint for pushed authorization requests where the
 * application has none.
 */
@ConfigurationProperties("dcr.pushed-authorization-requests")
record DcrPushedRequestProperties(@DefaultValue("false") boolean enabled) {

}
