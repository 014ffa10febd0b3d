package io.github.opendcr.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientStatus;

/**
 * What an operator does with a client.
 */
enum ClientAction {

	/**
	 * Lets a pending client be used.
	 */
	APPROVE("Approve", "The client may be used from now on: users can let it act for them.", false),

	/**
	 * Deletes a pending client.
	 */
	REJECT("Reject", "The client is deleted. It can register anew, and will wait for approval then.", true),

	/**
	 * Switches a client off.
	 */
	DISABLE("Disable",
			"The client works nowhere from now on, and all that was granted to it is gone: tokens, codes and consents. "
					+ "You can enable it again; users then have to agree anew.",
			true),

	/**
	 * Switches a client on again.
	 */
	ENABLE("Enable", "The client may be used again. What was granted to it before doesn't come back.", false),

	/**
	 * Deletes a client.
	 */
	DELETE("Delete",
			"The client is deleted with all that was granted to it. That can't be undone. "
					+ "What operators did with it is kept.",
			true),

	/**
	 * Gives a client another registration access token.
	 */
	REISSUE_TOKEN("Reissue token",
			"The client gets another registration access token, which you see once and have to hand over. "
					+ "The one that it has is void.",
			false),

	/**
	 * Makes the registration access token of a client void.
	 */
	REVOKE_TOKEN("Revoke token",
			"The client can't read, change or delete its registration any more. What was granted to it stays.", true);

	private final String title;

	private final String consequence;

	private final boolean danger;

	ClientAction(String title, String consequence, boolean danger) {
		this.title = title;
		this.consequence = consequence;
		this.danger = danger;
	}

	/**
	 * Return what can be done with a client as it is.
	 */
	static List<ClientAction> of(@Nullable ClientRegistration registration) {
		if (registration == null) {
			return List.of();
		}
		List<ClientAction> actions = new ArrayList<>(of(registration.status()));
		if (!registration.isOfDocument()) {
			actions.add(REISSUE_TOKEN);
			if (registration.registrationAccessToken() != null) {
				actions.add(REVOKE_TOKEN);
			}
		}
		return actions;
	}

	private static List<ClientAction> of(ClientStatus status) {
		return switch (status) {
			case PENDING -> List.of(APPROVE, REJECT);
			case ACTIVE -> List.of(DISABLE, DELETE);
			case DISABLED -> List.of(ENABLE, DELETE);
		};
	}

	/**
	 * Return the action that a parameter names.
	 * @throws RefusedException if there is none
	 */
	static ClientAction named(String parameter) {
		for (ClientAction action : values()) {
			if (action.parameter().equals(parameter)) {
				return action;
			}
		}
		throw RefusedException.notFound("There is no such page.");
	}

	String parameter() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	String title() {
		return this.title;
	}

	String question() {
		return switch (this) {
			case REISSUE_TOKEN -> "Reissue its registration access token?";
			case REVOKE_TOKEN -> "Revoke its registration access token?";
			default -> this.title + " this client?";
		};
	}

	String consequence() {
		return this.consequence;
	}

	/**
	 * Return how the link to it looks among the others.
	 */
	String style() {
		return switch (this) {
			case APPROVE, ENABLE -> "primary";
			case REJECT, DELETE -> "danger";
			default -> "";
		};
	}

	boolean isDanger() {
		return this.danger;
	}

}
