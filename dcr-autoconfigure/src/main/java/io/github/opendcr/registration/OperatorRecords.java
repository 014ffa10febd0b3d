package io.github.opendcr.registration;

import java.time.Clock;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.OperatorAction;
import io.github.opendcr.OperatorActionStore;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * What operators do, kept with what they change and told to others. What nobody in
 * particular does without a reason, such as the reaper, is neither.
 *
 * @param actions where it is kept, or {@code null} if nowhere
 * @param events where it is told
 * @param clock what time it is
 * @since 0.1.0
 */
public record OperatorRecords(@Nullable OperatorActionStore actions, RegistrationEvents events, Clock clock) {

	/**
	 * Return an action of whoever is authenticated on the thread.
	 * @param clientId the {@code client_id}
	 * @param kind what is done
	 * @param reason why, or {@code null}
	 * @return the action, which is neither kept nor told yet
	 * @throws IllegalArgumentException if the reason can't be kept
	 */
	public OperatorAction action(String clientId, OperatorAction.Kind kind, @Nullable String reason) {
		return new OperatorAction(clientId, kind, by(), reason, this.clock.instant());
	}

	/**
	 * Keep an action, in the transaction of what it changes.
	 * @param action the action
	 * @return the action
	 */
	public OperatorAction keep(OperatorAction action) {
		if (this.actions != null && isSomebodys(action)) {
			this.actions.insert(action);
		}
		return action;
	}

	/**
	 * Return what keeps an action.
	 * @param action the action
	 * @return what is to be done in the transaction of what it changes, or {@code null}
	 * if there is nothing to keep
	 */
	public @Nullable Runnable keeping(OperatorAction action) {
		return (this.actions != null && isSomebodys(action)) ? () -> keep(action) : null;
	}

	/**
	 * Tell of an action, when the transaction of the thread is committed.
	 * @param action the action
	 */
	public void tell(OperatorAction action) {
		if (isSomebodys(action)) {
			this.events.publish(action);
		}
	}

	/**
	 * Whether it is known who did something, or why.
	 */
	private static boolean isSomebodys(OperatorAction action) {
		return action.by() != null || action.reason() != null;
	}

	/**
	 * Return the name of whoever is authenticated on the thread.
	 * @return the name, or {@code null} if nobody is
	 */
	public static @Nullable String by() {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		return (authentication != null) ? authentication.getName() : null;
	}

}
