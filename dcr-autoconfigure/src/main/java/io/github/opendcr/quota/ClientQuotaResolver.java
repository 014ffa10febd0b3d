package io.github.opendcr.quota;

import java.util.List;

import io.github.opendcr.ClientRegistration;

/**
 * Says which quotas a client counts for. The quotas of all beans apply. Safe for use by
 * several threads.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ClientQuotaResolver {

	/**
	 * Return the quotas of a client. Names and values must depend on the registration
	 * alone, so that a client gives back what it took; limits may change.
	 * @param registration the registration as it is or will be
	 * @return the quotas, none if nothing limits the client
	 */
	List<ClientQuota> resolve(ClientRegistration registration);

}
