package io.github.opendcr.autoconfigure;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the consent to registered clients.
 *
 * @param openidAlone Whether users are asked for their consent to a registered client
 * that requests the scope 'openid' and no other, too. Needs a consent page of the
 * application that posts it; by default they are asked if it uses ConsentModels.
 * @param renewOnUpdate Whether users are asked anew after a registered client changed
 * what they were shown: the hosts of its redirection URIs, its name, its policy or terms,
 * or the number of its scopes if that grew.
 * @param scopes What each scope permits, in words for the consent page.
 */
@ConfigurationProperties("dcr.consent")
record DcrConsentProperties(@Nullable Boolean openidAlone, @DefaultValue("true") boolean renewOnUpdate,
		@DefaultValue Map<String, String> scopes) {
}
