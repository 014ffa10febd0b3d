package io.github.opendcr.autoconfigure;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.pages.ConsentPageUse;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the consent to registered clients.
 *
 * @param page When the consent page of the starter is shown.
 * @param openidAlone Whether users are asked for their consent also when a registered
 * client requests the scope 'openid' and no other. Needs a consent page that posts it. If
 * not set, they are asked where the page is the starter's or uses ConsentModels.
 * @param renewOnUpdate Whether users are asked anew after a registered client changed
 * what they were shown: the hosts of its redirection URIs, its name, its policy or terms,
 * or the number of its scopes if that grew.
 * @param scopes What each scope permits, in words for the consent page.
 */
@ConfigurationProperties("dcr.consent")
record DcrConsentProperties(@DefaultValue("auto") ConsentPageUse page, @Nullable Boolean openidAlone,
		@DefaultValue("true") boolean renewOnUpdate, @DefaultValue Map<String, String> scopes) {
}
