package io.github.opendcr.registration;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.policy.RegistrationTerms;
import io.github.opendcr.server.client.DynamicClients;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/**
 * Gives a client that a repository found the settings that follow from its registration,
 * whatever the repository kept of them: what was granted is enforced, and a status
 * counts, even where the repository knows nothing of either. Clients that nobody
 * registered are left as they are. Safe for use by several threads.
 */
final class GrantedClients implements UnaryOperator<RegisteredClient> {

	private static final Log logger = LogFactory.getLog(GrantedClients.class);

	// Of a policy that is gone nobody knows whether it asked users for their consent
	private static final RegistrationTerms UNKNOWN = new RegistrationTerms(false, null, null, true, false);

	private final Supplier<ClientRegistrationStore> registrations;

	private final Supplier<RegistrationPolicies> policies;

	private final AtomicBoolean warned = new AtomicBoolean();

	/**
	 * Create an instance.
	 * @param registrations the store of registrations; asked for at the first use
	 * @param policies what is required of clients; asked for at the first use
	 */
	GrantedClients(Supplier<ClientRegistrationStore> registrations, Supplier<RegistrationPolicies> policies) {
		this.registrations = registrations;
		this.policies = policies;
	}

	@Override
	public RegisteredClient apply(RegisteredClient client) {
		ClientRegistration registration = this.registrations.get().findByClientId(client.getClientId());
		if (registration != null) {
			return granted(client, registration);
		}
		return isOrphan(client) ? refused(client) : client;
	}

	private RegisteredClient granted(RegisteredClient client, ClientRegistration registration) {
		ClientSettings.Builder clientSettings = clientSettings(client);
		TokenSettings.Builder tokenSettings = TokenSettings.withSettings(client.getTokenSettings().getSettings());
		GrantedSettings.write(registration, terms(registration.registrant()), client.getClientAuthenticationMethods(),
				clientSettings, tokenSettings);
		return RegisteredClient.from(client)
			.clientSettings(clientSettings.build())
			.tokenSettings(tokenSettings.build())
			.build();
	}

	private RegistrationTerms terms(Registrant registrant) {
		try {
			return this.policies.get().of(registrant).terms();
		}
		catch (RegistrationException ex) {
			return UNKNOWN;
		}
	}

	/**
	 * Whether a client registered itself, and nothing is left that says what it may do:
	 * the registration was lost, by a restart maybe, and the marks were by the
	 * repository.
	 */
	private static boolean isOrphan(RegisteredClient client) {
		return !DynamicClients.isDynamic(client) && SecureCredentialsGenerator.isClientId(client.getClientId());
	}

	private RegisteredClient refused(RegisteredClient client) {
		if (this.warned.compareAndSet(false, true)) {
			logger.warn("Clients that registered themselves are refused, since their registrations are lost and the "
					+ "repository of clients keeps no settings that say what they may do. The first is "
					+ client.getClientId());
		}
		ClientSettings.Builder clientSettings = clientSettings(client);
		DynamicClients.mark(clientSettings, ClientStatus.DISABLED, null);
		return RegisteredClient.from(client).clientSettings(clientSettings.build()).build();
	}

	private static ClientSettings.Builder clientSettings(RegisteredClient client) {
		return ClientSettings.withSettings(client.getClientSettings().getSettings());
	}

}
