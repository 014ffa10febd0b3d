package io.github.opendcr.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of quotas on the clients that are registered at a time.
 *
 * @param total How many clients there may be in all. If not set, 10000 with the
 * permission 'allow-all' and otherwise no quota; no quota if -1.
 * @param principal How many clients one principal may have registered. No quota if not
 * set or -1.
 * @param initialAccessToken How many clients of one initial access token there may be. No
 * quota if not set or -1.
 * @param softwareId How many clients with one software_id there may be. No quota if not
 * set or -1.
 * @param redirectHost How many clients may redirect to one remote host. No quota if not
 * set or -1.
 */
@ConfigurationProperties("dcr.quota")
record DcrQuotaProperties(@Nullable Integer total, @Nullable Integer principal, @Nullable Integer initialAccessToken,
		@Nullable Integer softwareId, @Nullable Integer redirectHost) {

}
