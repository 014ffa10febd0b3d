package io.github.opendcr.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.cimd.DocumentAuthentication;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of Client ID Metadata Documents.
 *
 * @param enabled Whether a client_id may be the URL of a Client ID Metadata Document.
 * Clients that see this in the metadata no longer register.
 * @param admission Which URLs are admitted. Ignored if the application has a
 * DocumentAdmission bean of its own.
 * @param allowed URLs and hosts that are admitted. Of several entries that fit a URL, the
 * most exact one counts.
 * @param denied URLs and hosts that are refused, whatever else admits them.
 * @param auth How a client authenticates if its document lists several methods.
 */
@ConfigurationProperties("dcr.cimd")
record DcrCimdProperties(@DefaultValue("false") boolean enabled, @DefaultValue("listed") Admission admission,
		@DefaultValue List<Allowed> allowed, @DefaultValue List<Denied> denied,
		@DefaultValue("as-published") DocumentAuthentication auth) {

	/**
	 * Which URLs are admitted.
	 */
	enum Admission {

		/**
		 * Those in 'dcr.cimd.allowed'.
		 */
		LISTED,

		/**
		 * All, but for those in 'dcr.cimd.denied'.
		 */
		OPEN,

		/**
		 * All, but for those in 'dcr.cimd.denied'. What 'listed' would refuse is logged
		 * and counted.
		 */
		REPORT

	}

	/**
	 * URLs that are admitted.
	 *
	 * @param url URL that is admitted, exactly as clients send it.
	 * @param host Host whose URLs are admitted, '*.example.com' for every host below a
	 * domain, with a port if it isn't 443.
	 * @param policy Policy for the clients. That of 'dcr.policy' if not set.
	 * @param development Whether the consent page says that the clients are in
	 * development.
	 */
	@ConfigurationPropertiesSource
	record Allowed(@Nullable String url, @Nullable String host, @Nullable String policy,
			@DefaultValue("false") boolean development) {
	}

	/**
	 * URLs that are refused.
	 *
	 * @param url URL that is refused, exactly as clients send it.
	 * @param host Host whose URLs are refused, '*.example.com' for every host below a
	 * domain, at all ports unless it names one.
	 */
	@ConfigurationPropertiesSource
	record Denied(@Nullable String url, @Nullable String host) {
	}

}
