package io.github.opendcr.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.AdoptedClient;
import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationException;

import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * Lists, approves, disables and deletes clients that registered themselves: the Actuator
 * endpoint {@code dcrclients}. On the web alone, since its answers are HTTP's. Safe for
 * use by several threads.
 * <p>
 * Every parameter is an optional text, so that whatever is wrong with it is answered here
 * and not by the application's error page, which by default says nothing.
 *
 * @since 0.1.0
 */
@WebEndpoint(id = "dcrclients")
public final class ClientsEndpoint {

	private static final int METHOD_NOT_ALLOWED = 405;

	private static final int CONFLICT = 409;

	private static final String NONE = "No such client registered itself";

	private final ClientLifecycle lifecycle;

	/**
	 * Create the endpoint.
	 * @param lifecycle what an operator does with clients
	 */
	public ClientsEndpoint(ClientLifecycle lifecycle) {
		this.lifecycle = lifecycle;
	}

	/**
	 * List clients.
	 * @param status the status that they have: {@code pending}, {@code active},
	 * {@code disabled}, or any if not said
	 * @param after the {@code next} of the page before
	 * @param limit how many, 100 if not said
	 * @return a page, with {@code next} if there may be another one
	 */
	@ReadOperation
	public WebEndpointResponse<?> list(@Nullable String status, @Nullable String after, @Nullable String limit) {
		List<ClientRegistration> page;
		int size;
		try {
			size = Answers.pageSize(limit);
			page = this.lifecycle.list((status != null) ? status(status) : null, after, size);
		}
		catch (IllegalArgumentException ex) {
			return Answers.badRequest(ex);
		}
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("clients", page.stream().map(ClientView::of).toList());
		if (page.size() == size) {
			members.put("next", page.get(size - 1).clientId());
		}
		return new WebEndpointResponse<>(members);
	}

	/**
	 * Find a client.
	 * @param clientId its {@code client_id}
	 * @return all that is known of it, or 404
	 */
	@ReadOperation
	public WebEndpointResponse<?> find(@Selector String clientId) {
		ClientRegistration registration = this.lifecycle.find(clientId);
		return (registration != null) ? new WebEndpointResponse<>(ClientView.of(registration)) : Answers.notFound(NONE);
	}

	/**
	 * Approve a client, disable it or activate it again.
	 * @param clientId its {@code client_id}
	 * @param status the status that it shall have, {@code active} or {@code disabled}
	 * @return the client as it is now, or 404
	 */
	@WriteOperation
	public WebEndpointResponse<?> change(@Selector String clientId, @Nullable String status) {
		boolean found;
		switch ((status != null) ? status : "") {
			case "active" -> found = this.lifecycle.activate(clientId);
			case "disabled" -> found = this.lifecycle.disable(clientId);
			default -> {
				return Answers.badRequest(new IllegalArgumentException("status must be active or disabled"));
			}
		}
		return found ? find(clientId) : Answers.notFound(NONE);
	}

	/**
	 * Give a client that exists a registration, by {@code POST} to its {@code adoption}.
	 * @param clientId its {@code client_id}
	 * @param action {@code adoption}
	 * @param policy the name of the policy by which its updates are judged, or of the
	 * default one if not said
	 * @param registeredBy who answers for it, or nobody if not said
	 * @return the client, with its {@code registrationAccessToken} this once; 404 if
	 * there is no such client, 409 if it has a registration, 400 if it can have none
	 */
	@WriteOperation
	public WebEndpointResponse<?> adopt(@Selector String clientId, @Selector String action, @Nullable String policy,
			@Nullable String registeredBy) {
		if (!action.equals("adoption")) {
			return Answers.notFound("There is no " + clientId + "/" + action);
		}
		try {
			AdoptedClient adopted = this.lifecycle.adopt(clientId, Registrant.named(registeredBy).withPolicy(policy));
			return (adopted != null) ? new WebEndpointResponse<>(ClientView.of(adopted))
					: Answers.notFound("There is no such client");
		}
		catch (IllegalStateException ex) {
			return Answers.error(CONFLICT, "invalid_request", String.valueOf(ex.getMessage()));
		}
		catch (RegistrationException ex) {
			return Answers.error(WebEndpointResponse.STATUS_BAD_REQUEST, ex.getError().code(), ex.getDescription());
		}
	}

	/**
	 * Reject or delete a client, with all that was granted to it.
	 * @param clientId its {@code client_id}
	 * @return 204, or 404, or 405 if the application has no way to remove clients
	 */
	@DeleteOperation
	public WebEndpointResponse<?> delete(@Selector String clientId) {
		try {
			return this.lifecycle.delete(clientId) ? new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT)
					: Answers.notFound(NONE);
		}
		catch (UnsupportedOperationException ex) {
			return Answers.error(METHOD_NOT_ALLOWED, "invalid_request", String.valueOf(ex.getMessage()));
		}
	}

	private static ClientStatus status(String status) {
		for (ClientStatus candidate : ClientStatus.values()) {
			if (candidate.name().toLowerCase(Locale.ROOT).equals(status)) {
				return candidate;
			}
		}
		throw new IllegalArgumentException("status must be pending, active or disabled");
	}

}
