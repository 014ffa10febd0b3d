package io.github.opendcr.autoconfigure;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.AuthorizationRemover;
import io.github.opendcr.RegisteredClientRemover;
import io.github.opendcr.server.AuthorizationServerServices;
import io.github.opendcr.server.Removers;

import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Fails the start where registered clients could not work, and warns where they could not
 * be deleted.
 */
class RegistrationStartUpCheck implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(RegistrationStartUpCheck.class);

	private final AuthorizationServerServices services;

	private final @Nullable RegisteredClientRemover clientRemover;

	private final @Nullable AuthorizationRemover authorizationRemover;

	private final boolean managementEnabled;

	RegistrationStartUpCheck(AuthorizationServerServices services, @Nullable RegisteredClientRemover clientRemover,
			@Nullable AuthorizationRemover authorizationRemover, boolean managementEnabled) {
		this.services = services;
		this.clientRemover = clientRemover;
		this.authorizationRemover = authorizationRemover;
		this.managementEnabled = managementEnabled;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Removers removers = Removers.select(this.services, this.clientRemover, this.authorizationRemover);
		if (this.managementEnabled) {
			removers.missing().forEach((sentence) -> logger.warn("DELETE is answered 405. " + sentence));
		}
	}

}
