package io.github.opendcr.autoconfigure;

import java.util.List;

import javax.sql.DataSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.idempotency.IdempotentRequestStore;
import io.github.opendcr.policy.PolicySettings;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.server.chain.AuthorizationServerServices;
import io.github.opendcr.storage.ClientStorage;
import io.github.opendcr.store.InMemoryClientRegistrationStore;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;

/**
 * Fails the start where registered clients could not work at all, and warns where they
 * would find out later that something doesn't. Otherwise says in one line what is on.
 */
class RegistrationStartUpCheck implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(RegistrationStartUpCheck.class);

	private final DcrProperties properties;

	private final AuthorizationServerServices services;

	private final ClientRegistrationStore store;

	private final ClientStorage storage;

	private final RegistrationPolicies policies;

	private final @Nullable String usualPolicy;

	private final ListableBeanFactory beans;

	RegistrationStartUpCheck(DcrProperties properties, AuthorizationServerServices services,
			ClientRegistrationStore store, ClientStorage storage, RegistrationPolicies policies,
			@Nullable String usualPolicy, ListableBeanFactory beans) {
		this.beans = beans;
		this.usualPolicy = usualPolicy;
		this.properties = properties;
		this.services = services;
		this.store = store;
		this.storage = storage;
		this.policies = policies;
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<String> missing = this.storage.removal().missing(); // fails without a server
		if (this.properties.management().enabled()) {
			missing.forEach((sentence) -> logger.warn("DELETE is answered 405. " + sentence));
		}
		checkIssuer();
		this.policies.forEach(this::checkDefaultScopes);
		this.policies.forEach((name, policy) -> {
			if (policy.terms().clientTimeToLive() != null) {
				missing.forEach((sentence) -> logger
					.warn(DcrPolicyProperties.prefix(name) + ".client-time-to-live is set, but expired clients "
							+ "can't be deleted, which leaves their rows and places. " + sentence));
			}
		});
		checkThatBothPlacesLastAsLong();
		checkThatAnswersAreKept();
		logger.info(new StartUpLine(this.properties, this.services, this.store, this.policies, this.beans));
	}

	private void checkIssuer() {
		AuthorizationServerSettings settings = this.services.getSettings();
		if (this.properties.permission() == DcrProperties.Permission.ALLOW_ALL && settings.getIssuer() == null) {
			logger.warn("Registration is open, and no issuer is configured: the Host header of a request says which "
					+ "URLs discovery and registration_client_uri show. "
					+ (settings.isMultipleIssuersAllowed()
							? "With several issuers, let your proxy or a StrictHttpFirewall bean with "
									+ "setAllowedHostnames(...) refuse the hosts that aren't yours"
							: "Set spring.security.oauth2.authorizationserver.issuer, or the issuer of your "
									+ "AuthorizationServerSettings bean"));
		}
	}

	private void checkDefaultScopes(@Nullable String name, PolicySettings policy) {
		if (name == null && this.usualPolicy != null) {
			return; // who is bound to no policy gets that one
		}
		if (policy.terms().consentRequired() && policy.allowedMetadata().defaultScopes().isEmpty()
				&& policy.allowedMetadata().grantTypes().contains("authorization_code")) {
			logger.warn(DcrPolicyProperties.prefix(name)
					+ ".default-scopes is empty. A client that registers without scope has none to ask "
					+ "consent for, and no user can log in to it");
		}
	}

	private void checkThatAnswersAreKept() {
		if (!this.properties.idempotency().timeToLive().isZero()
				&& this.beans.getBeanProvider(IdempotentRequestStore.class).getIfAvailable() == null) {
			logger.warn("Idempotency-Key has no meaning, and a request that is sent twice is done twice. Declare an "
					+ "IdempotentRequestStore bean beside the application's ClientRegistrationStore, in the same "
					+ "transactions, or set dcr.idempotency.time-to-live=0");
		}
	}

	private void checkThatBothPlacesLastAsLong() {
		boolean storeInMemory = this.store instanceof InMemoryClientRegistrationStore;
		boolean clientsInMemory = this.services
			.getRegisteredClientRepository() instanceof InMemoryRegisteredClientRepository;
		if (storeInMemory && !clientsInMemory) {
			logger.warn("Registrations are kept in memory, clients are not. A restart loses all registration access "
					+ "tokens and initial access tokens, who registered which client, approvals that are pending, and "
					+ "what is counted and withdrawn; registered clients go on working if the repository keeps all of "
					+ "their settings, but can't manage themselves, and no other node knows their registrations. "
					+ whyInMemory());
		}
		if (!storeInMemory && clientsInMemory) {
			logger.warn("Clients are kept in memory, their registrations are not: after a restart, and on other nodes, "
					+ "they are unknown. Declare a JdbcRegisteredClientRepository bean");
		}
	}

	private String whyInMemory() {
		String[] dataSources = BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beans, DataSource.class, true,
				false);
		String otherwise = ", or declare a ClientRegistrationStore bean";
		return switch (dataSources.length) {
			case 0 -> "There is no DataSource bean: configure one" + otherwise;
			case 1 -> "The DataSource bean '" + dataSources[0] + "' can't be used without spring-boot-starter-jdbc, or "
					+ "the ClientRegistrationStore bean of the application keeps them so";
			default -> "There are " + dataSources.length + " DataSource beans (" + String.join(", ", dataSources)
					+ "), and none is the primary one: mark one as @Primary" + otherwise;
		};
	}

}
