package io.github.opendcr.quota;

import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;

/**
 * A registration or an update that is refused since a quota is full.
 *
 * @since 0.1.0
 */
public final class QuotaExceededException extends RegistrationException {

	private final String name;

	QuotaExceededException(ClientQuota quota) {
		super(RegistrationError.ACCESS_DENIED, "As many clients as allowed (" + quota.limit() + ") are registered "
				+ quota.description() + ": delete one that is no longer used, or ask the operator of this server");
		this.name = quota.name();
	}

	/**
	 * Return the name of the quota, by which operators know it.
	 * @return one of the few names that there are
	 */
	public String getName() {
		return this.name;
	}

}
