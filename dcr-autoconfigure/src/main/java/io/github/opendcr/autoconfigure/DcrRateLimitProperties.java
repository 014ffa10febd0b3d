package io.github.opendcr.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * Properties of rate limits. A limit of -1 is none.
 *
 * @param enabled Whether the number of requests is limited. If not set, it is with the
 * permission 'allow-all'.
 * @param address Registrations from one client address; IPv6 addresses count by their
 * /64. As many by one principal, and with one initial access token.
 * @param total Registrations in all.
 * @param failedManagement Calls with a wrong registration access token from one client
 * address. Twenty times as many in all.
 * @param push Authorization requests that public clients push, from one client address.
 * @param pushClient Authorization requests that one public client pushes.
 */
@ConfigurationProperties("dcr.rate-limit")
record DcrRateLimitProperties(@Nullable Boolean enabled, @DefaultValue Address address, @DefaultValue Total total,
		@DefaultValue FailedManagement failedManagement, @DefaultValue Push push, @DefaultValue PushClient pushClient) {

	/**
	 * A limit.
	 */
	interface Limit {

		int limit();

		Duration period();

	}

	/**
	 * Registrations from one client address, by one principal, or with one initial access
	 * token.
	 *
	 * @param limit Number of registrations from one client address, by one principal, or
	 * with one initial access token in a period. No limit if -1.
	 * @param period Period of the limit of registrations from one client address, by one
	 * principal, or with one initial access token.
	 */
	record Address(@DefaultValue("100") int limit,
			@DurationUnit(ChronoUnit.SECONDS) @DefaultValue("1h") Duration period) implements Limit {
	}

	/**
	 * Registrations in all.
	 *
	 * @param limit Number of registrations in all in a period. No limit if -1.
	 * @param period Period of the limit of registrations in all.
	 */
	record Total(@DefaultValue("1000") int limit,
			@DurationUnit(ChronoUnit.SECONDS) @DefaultValue("1h") Duration period) implements Limit {
	}

	/**
	 * Calls with a wrong registration access token from one client address.
	 *
	 * @param limit Number of calls with a wrong registration access token from one client
	 * address in a period. No limit if -1.
	 * @param period Period of the limit of calls with a wrong registration access token
	 * from one client address.
	 */
	record FailedManagement(@DefaultValue("50") int limit,
			@DurationUnit(ChronoUnit.SECONDS) @DefaultValue("10m") Duration period) implements Limit {
	}

	/**
	 * Authorization requests that public clients push, from one client address.
	 *
	 * @param limit Number of authorization requests that public clients push, from one
	 * client address in a period. No limit if -1.
	 * @param period Period of the limit of authorization requests that public clients
	 * push, from one client address.
	 */
	record Push(@DefaultValue("100") int limit,
			@DurationUnit(ChronoUnit.SECONDS) @DefaultValue("10m") Duration period) implements Limit {
	}

	/**
	 * Authorization requests that one public client pushes.
	 *
	 * @param limit Number of authorization requests that one public client pushes in a
	 * period. No limit if -1.
	 * @param period Period of the limit of authorization requests that one public client
	 * pushes.
	 */
	record PushClient(@DefaultValue("1000") int limit,
			@DurationUnit(ChronoUnit.SECONDS) @DefaultValue("10m") Duration period) implements Limit {
	}

}
