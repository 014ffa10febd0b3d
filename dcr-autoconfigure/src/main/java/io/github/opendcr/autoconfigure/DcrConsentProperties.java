package io.github.opendcr.autoconfigure;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.pages.ConsentPageUse;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the consent to registered clients.
 *
 * @param page When users are asked on the consent page of the starter.
 * @param openidAlone Whether users are asked for their consent to a registered client
 * that requests the scope 'openid' and no other, too. Needs a consent page that posts it;
 * by default they are asked if it is that of the starter or uses ConsentModels.
 * @param renewOnUpdate Whether users are asked anew after a registered client changed
 * what they were shown: the hosts of its redirection URIs, its name, its policy or terms,
 * or the number of its scopes if that grew.
 * @param scopes What each scope permits, in words for the consent page.
 */
@ConfigurationProperties("dcr.consent")
record DcrConsentProperties(@DefaultValue("auto") ConsentPageUse page, @Nullable Boolean openidAlone,
		@DefaultValue("true") boolean renewOnUpdate, @DefaultValue Map<String, String> scopes) {
}
