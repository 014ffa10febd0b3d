package io.github.opendcr.lifecycle;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.OperatorAction;
import io.github.opendcr.registration.MemberOrigins;
import io.github.opendcr.use.ClientUse;

/**
 * All that is kept of one client.
 *
 * @param clientId the {@code client_id}
 * @param registration its registration, or {@code null} if it is gone
 * @param use when it was used, or {@code null} if never
 * @param grants how many {@code authorizations} and {@code consents} there are, as far as
 * that can be told
 * @param actions what operators did with it, the latest first
 * @param origins where each of its metadata comes from
 * @since 0.1.0
 */
public record ClientRecord(String clientId, @Nullable ClientRegistration registration, @Nullable ClientUse use,
		Map<String, Long> grants, List<OperatorAction> actions, Map<String, MemberOrigins.Origin> origins) {

	/**
	 * Create a record.
	 */
	public ClientRecord {
		grants = Map.copyOf(grants);
		actions = List.copyOf(actions);
		origins = Map.copyOf(origins);
	}

}
