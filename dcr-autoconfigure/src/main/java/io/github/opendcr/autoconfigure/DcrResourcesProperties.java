package io.github.opendcr.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the resources that tokens are for.
 *
 * @param allowed Resources for which registered clients may ask for tokens, by the
 * parameter 'resource'. If empty, the parameter is ignored, unless
 * 'dcr.resources.allow-any' is set.
 * @param allowAny Whether clients may ask for tokens for any resource, as long as
 * 'dcr.resources.allowed' is empty.
 * @param multipleAudiences Whether an access token may be for several resources, each of
 * which could then use it at the others.
 */
@ConfigurationProperties("dcr.resources")
record DcrResourcesProperties(@DefaultValue List<Allowed> allowed, @DefaultValue("false") boolean allowAny,
		@DefaultValue("false") boolean multipleAudiences) {

	/**
	 * A resource, or all that are below a prefix.
	 *
	 * @param uri What the resource knows itself by: an absolute URI without fragment. It
	 * becomes the audience of the tokens.
	 * @param prefix In place of 'uri': what the URIs of many resources begin with, up to
	 * the end of a path segment.
	 * @param scopes Scopes that the resource knows. A token for it has no other. Any if
	 * empty.
	 */
	@ConfigurationPropertiesSource
	record Allowed(@Nullable String uri, @Nullable String prefix, @DefaultValue List<String> scopes) {
	}

}
