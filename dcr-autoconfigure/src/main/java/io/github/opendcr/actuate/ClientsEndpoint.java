package io.github.opendcr.actuate;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientLifecycle.Adopted;
import io.github.opendcr.ClientPage;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientSearch;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.lifecycle.ClientDirectory;
import io.github.opendcr.lifecycle.ClientReaper;
import io.github.opendcr.lifecycle.ClientRecord;
import io.github.opendcr.use.UsePeriod;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * Finds, approves, disables, deletes and erases clients that registered themselves, and
 * runs the reaper: the Actuator endpoint {@code dcrclients}. On the web alone, since its
 * answers are HTTP's. Safe for use by several threads.
 * <p>
 * Every parameter is an optional text, so that whatever is wrong with it is answered here
 * and not by the application's error page, which by default says nothing. {@code reason}
 * says why an operator does something, and is kept with it.
 */
@RegisterReflectionForBinding(Secret.class)
@WebEndpoint(id = "dcrclients")
final class ClientsEndpoint {

	private static final int CONFLICT = 409;

	private static final String NONE = "No such client registered itself";

	private final ClientLifecycle lifecycle;

	private final ClientDirectory directory;

	private final @Nullable ClientReaper reaper;

	/**
	 * Create the endpoint.
	 * @param lifecycle what an operator does with clients
	 * @param directory what an operator knows of them
	 * @param reaper what deletes those that ended or that nobody uses, or {@code null} if
	 * it is off
	 */
	ClientsEndpoint(ClientLifecycle lifecycle, ClientDirectory directory, @Nullable ClientReaper reaper) {
		this.lifecycle = lifecycle;
		this.directory = directory;
		this.reaper = reaper;
	}

	/**
	 * Find clients of which all is so that is said.
	 * @param status {@code pending}, {@code active} or {@code disabled}
	 * @param name how their {@code client_name} begins
	 * @param redirectHost the host of one of their {@code redirect_uris}
	 * @param softwareId their {@code software_id}
	 * @param registeredBy the name of whoever registered them
	 * @param initialAccessToken the id of their initial access token
	 * @param registeredFrom when they were registered at the earliest
	 * @param registeredUntil when they were registered at the latest
	 * @param usedFrom when they were used last at the earliest
	 * @param usedUntil when they were used last at the latest
	 * @param neverUsed {@code true} for those that were never used
	 * @param after the {@code next} of the page before
	 * @param limit how many, 100 if not said
	 * @return a page, with {@code next} if there may be another one
	 */
	@ReadOperation
	WebEndpointResponse<?> list(@Nullable String status, @Nullable String name, @Nullable String redirectHost,
			@Nullable String softwareId, @Nullable String registeredBy, @Nullable String initialAccessToken,
			@Nullable String registeredFrom, @Nullable String registeredUntil, @Nullable String usedFrom,
			@Nullable String usedUntil, @Nullable String neverUsed, @Nullable String after, @Nullable String limit) {
		return Answers.to(() -> {
			ClientSearch search = new ClientSearch(ClientQuery.status(status), ClientQuery.text("name", name),
					ClientQuery.text("redirectHost", redirectHost), ClientQuery.text("softwareId", softwareId),
					ClientQuery.text("registeredBy", registeredBy),
					ClientQuery.text("initialAccessToken", initialAccessToken),
					ClientQuery.time("registeredFrom", registeredFrom),
					ClientQuery.time("registeredUntil", registeredUntil));
			UsePeriod use = ClientQuery.use(usedFrom, usedUntil, neverUsed);
			int size = Answers.pageSize(limit);
			ClientPage page = (use != null) ? this.directory.search(search, use, after, size)
					: this.directory.search(search, after, size);
			return new WebEndpointResponse<>(ClientView.of(page, this.directory));
		});
	}

	/**
	 * Find a client.
	 * @param clientId its {@code client_id}
	 * @return all that is known of it, or 404
	 */
	@ReadOperation
	WebEndpointResponse<?> find(@Selector String clientId) {
		return Answers.to(() -> {
			ClientRegistration registration = this.lifecycle.find(clientId);
			return (registration != null) ? new WebEndpointResponse<>(ClientView.of(registration, this.directory))
					: Answers.notFound(NONE);
		});
	}

	/**
	 * Read out all that is kept of a client, or what was done with it, also of one that
	 * is gone.
	 * @param clientId its {@code client_id}
	 * @param part {@code export} or {@code actions}
	 * @param reason why it is exported
	 * @return what is kept, without credentials, or 404
	 */
	@ReadOperation
	WebEndpointResponse<?> read(@Selector String clientId, @Selector String part, @Nullable String reason) {
		return switch (part) {
			case "export" -> Answers.to(() -> {
				ClientRecord kept = this.directory.export(clientId, reason);
				return (kept != null) ? new WebEndpointResponse<>(ClientView.of(kept)) : Answers.notFound(NONE);
			});
			case "actions" -> Answers.to(() -> new WebEndpointResponse<>(
					Map.of("actions", ClientView.actions(this.directory.actions(clientId)))));
			default -> noPart(clientId, part);
		};
	}

	/**
	 * Let the reaper look at all clients now.
	 * @param reaper {@code run} deletes what it finds, {@code observe} nothing
	 * @return what it found
	 */
	@WriteOperation
	WebEndpointResponse<?> reap(@Nullable String reaper) {
		ClientReaper present = this.reaper;
		if (present == null) {
			return Answers.notAllowed("The reaper is off: dcr.reaper.enabled=false");
		}
		return Answers.to(() -> switch ((reaper != null) ? reaper : "") {
			case "run" -> new WebEndpointResponse<>(ReaperView.of(present.run()));
			case "observe" -> new WebEndpointResponse<>(ReaperView.of(present.observe()));
			default -> throw new IllegalArgumentException("reaper must be run or observe");
		});
	}

	/**
	 * Approve a client, disable it or activate it again.
	 * @param clientId its {@code client_id}
	 * @param status the status that it shall have, {@code active} or {@code disabled}
	 * @param reason why
	 * @return the client as it is now, or 404
	 */
	@WriteOperation
	WebEndpointResponse<?> change(@Selector String clientId, @Nullable String status, @Nullable String reason) {
		return Answers.to(() -> {
			boolean found = switch ((status != null) ? status : "") {
				case "active" -> this.lifecycle.activate(clientId, reason);
				case "disabled" -> this.lifecycle.disable(clientId, reason);
				default -> throw new IllegalArgumentException("status must be active or disabled");
			};
			return found ? find(clientId) : Answers.notFound(NONE);
		});
	}

	/**
	 * Give a client that exists a registration, by {@code POST} to its {@code adoption},
	 * or one that has a registration another registration access token, by {@code POST}
	 * to its {@code token}.
	 * @param clientId its {@code client_id}
	 * @param action {@code adoption} or {@code token}
	 * @param policy the name of the policy by which updates of an adopted one are judged,
	 * or of the default one if not said
	 * @param registeredBy who answers for an adopted one, or nobody if not said
	 * @param reason why
	 * @return the client, with its {@code registrationAccessToken} this once; 404 if
	 * there is no such client, 409 if one to be adopted has a registration, 400 if it can
	 * have none
	 */
	@WriteOperation
	WebEndpointResponse<?> act(@Selector String clientId, @Selector String action, @Nullable String policy,
			@Nullable String registeredBy, @Nullable String reason) {
		return switch (action) {
			case "adoption" ->
				Answers.to(() -> adopt(clientId, Registrant.named(registeredBy).withPolicy(policy), reason));
			case "token" -> Answers.to(() -> reissue(clientId, reason));
			default -> noPart(clientId, action);
		};
	}

	private WebEndpointResponse<?> adopt(String clientId, Registrant registrant, @Nullable String reason) {
		try {
			Adopted adopted = this.lifecycle.adopt(clientId, registrant, reason);
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

	private WebEndpointResponse<?> reissue(String clientId, @Nullable String reason) {
		String token = this.lifecycle.reissueToken(clientId, reason);
		return (token != null) ? new WebEndpointResponse<>(ClientView.ofToken(clientId, token))
				: Answers.notFound(NONE);
	}

	/**
	 * Reject or delete a client, with all that was granted to it. What operators did with
	 * it is kept.
	 * @param clientId its {@code client_id}
	 * @param reason why
	 * @return 204, or 404, or 405 if the application has no way to remove clients
	 */
	@DeleteOperation
	WebEndpointResponse<?> delete(@Selector String clientId, @Nullable String reason) {
		return Answers.to(() -> Answers.done(this.lifecycle.delete(clientId, reason), NONE));
	}

	/**
	 * Make a client's registration access token void, or erase all that is kept of a
	 * client.
	 * @param clientId its {@code client_id}
	 * @param part {@code token} or {@code everything}
	 * @param reason why
	 * @return 204, or 404, or 405 if the application has no way to remove clients
	 */
	@DeleteOperation
	WebEndpointResponse<?> remove(@Selector String clientId, @Selector String part, @Nullable String reason) {
		return switch (part) {
			case "token" -> Answers.to(() -> Answers.done(this.lifecycle.revokeToken(clientId, reason), NONE));
			case "everything" -> Answers.to(() -> Answers.done(this.lifecycle.erase(clientId, reason), NONE));
			default -> noPart(clientId, part);
		};
	}

	private static WebEndpointResponse<?> noPart(String clientId, String part) {
		return Answers.notFound("There is no " + part + " of " + clientId + " that can be asked for so");
	}

}
