package io.github.opendcr.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of quotas on the clients that are registered at a time.
 *
 * @param total Clients in all. If not set, 10000 with the permission 'allow-all' and
 * otherwise no quota; no quota if -1.
 * @param principal Clients of one principal.
 * @param initialAccessToken Clients of one initial access token.
 * @param softwareId Clients with one software_id.
 * @param redirectHost Clients that redirect to one remote host.
 * @since 0.1.0
 */
@ConfigurationProperties("dcr.quota")
public record DcrQuotaProperties(@Nullable Integer total, @Nullable Integer principal,
		@Nullable Integer initialAccessToken, @Nullable Integer softwareId, @Nullable Integer redirectHost) {

}
