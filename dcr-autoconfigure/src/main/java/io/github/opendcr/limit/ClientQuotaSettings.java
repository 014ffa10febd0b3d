package io.github.opendcr.limit;

import org.jspecify.annotations.Nullable;

/**
 * How many clients there may be at a time; each is {@code null} if nothing limits them.
 *
 * @param total in all
 * @param principal by one principal
 * @param initialAccessToken by one initial access token
 * @param softwareId of one {@code software_id}
 * @param redirectHost that redirect to one host
 * @since 0.1.0
 */
public record ClientQuotaSettings(@Nullable Integer total, @Nullable Integer principal,
		@Nullable Integer initialAccessToken, @Nullable Integer softwareId, @Nullable Integer redirectHost) {

	/**
	 * Whether nothing limits clients.
	 * @return whether there is no quota
	 */
	public boolean isEmpty() {
		return this.total == null && !limitsGroups();
	}

	/**
	 * Whether something limits clients that have something in common.
	 * @return whether there is a quota beside that in all
	 */
	public boolean limitsGroups() {
		return this.principal != null || this.initialAccessToken != null || this.softwareId != null
				|| this.redirectHost != null;
	}

}
