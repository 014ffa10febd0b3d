package io.github.opendcr.lifecycle;

import java.time.Clock;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.OperatorAction;
import io.github.opendcr.OperatorActionStore;
import io.github.opendcr.registration.RegistrationEvents;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * What operators do, kept with what they change and told to others. What nobody in
 * particular does without a reason, such as the reaper, is neither.
 *
 * @param actions where it is kept, or {@code null} if nowhere
 * @param events where it is told
 * @param clock what time it is
 */
record OperatorRecords(@Nullable OperatorActionStore actions, RegistrationEvents events, Clock clock) {

	/**
	 * Return an action of whoever is authenticated on the thread.
	 * @throws IllegalArgumentException if the reason can't be kept
	 */
	OperatorAction action(String clientId, OperatorAction.Kind kind, @Nullable String reason) {
		return new OperatorAction(clientId, kind, by(), reason, this.clock.instant());
	}

	/**
	 * Keep an action, in the transaction of what it changes.
	 * @return the action
	 */
	OperatorAction keep(OperatorAction action) {
		if (this.actions != null && isSomebodys(action)) {
			this.actions.insert(action);
		}
		return action;
	}

	/**
	 * Tell of an action that was kept, when that is committed.
	 */
	void tell(OperatorAction action) {
		if (isSomebodys(action)) {
			this.events.publish(action);
		}
	}

	static boolean isSomebodys(OperatorAction action) {
		return action.by() != null || action.reason() != null;
	}

	static @Nullable String by() {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		return (authentication != null) ? authentication.getName() : null;
	}

}
