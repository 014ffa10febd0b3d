package io.github.opendcr.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.Registrant;
import io.github.opendcr.fetch.ClientUriFetcher;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.server.chain.AuthorizationServerServices;
import io.github.opendcr.store.InMemoryClientRegistrationStore;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;

/**
 * Fails the start where clients would come by the URLs of their documents, since
 * discovery says that they may, and be refused: they don't go back to registering. Warns
 * where one server's assertions would do at another.
 */
class CimdStartUpCheck implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(CimdStartUpCheck.class);

	private final DcrCimdProperties properties;

	private final @Nullable String usualPolicy;

	private final AuthorizationServerServices services;

	private final RegistrationPolicies policies;

	private final ClientRegistrationStore registrations;

	private final ClientUriFetcher fetcher;

	private final ClientIdWidth width;

	CimdStartUpCheck(DcrCimdProperties properties, @Nullable String usualPolicy, AuthorizationServerServices services,
			RegistrationPolicies policies, ClientRegistrationStore registrations, ClientUriFetcher fetcher,
			ClientIdWidth width) {
		this.properties = properties;
		this.usualPolicy = usualPolicy;
		this.services = services;
		this.policies = policies;
		this.registrations = registrations;
		this.fetcher = fetcher;
		this.width = width;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (this.services.getSettings().isMultipleIssuersAllowed()) {
			throw refused("The server has several issuers, which documents are not supported for.");
		}
		if (this.fetcher == ClientUriFetcher.NONE) {
			throw refused("Documents can't be fetched: add org.apache.httpcomponents.client5:httpclient5, or a "
					+ "ClientUriFetcher bean.");
		}
		if (this.registrations instanceof InMemoryClientRegistrationStore != this.services
			.getRegisteredClientRepository() instanceof InMemoryRegisteredClientRepository) {
			throw refused("Registrations and clients must both be kept in memory, or neither: after a restart, clients "
					+ "of documents would be there by half.");
		}
		checkPublicClients();
		checkWidth();
		checkIssuer();
	}

	private void checkPublicClients() {
		boolean allowed = policiesOfDocuments().stream()
			.map((name) -> this.policies.of(Registrant.ANONYMOUS.withPolicy(name)).allowedMetadata())
			.anyMatch((metadata) -> metadata.tokenEndpointAuthMethods().contains("none"));
		if (!allowed) {
			throw refused("No policy for clients of documents allows the token_endpoint_auth_method 'none', without "
					+ "which no client uses its document: add it to dcr.allowed-token-endpoint-auth-methods or to the "
					+ "policy in dcr.cimd.allowed.");
		}
	}

	private List<@Nullable String> policiesOfDocuments() {
		List<@Nullable String> names = new ArrayList<>();
		this.properties.allowed()
			.forEach((entry) -> names.add((entry.policy() != null) ? entry.policy() : this.usualPolicy));
		if (this.properties.admission() != DcrCimdProperties.Admission.LISTED || names.isEmpty()) {
			names.add(this.usualPolicy);
		}
		return names;
	}

	private void checkWidth() {
		int longest = Stream
			.concat(Stream.of(isAnyLengthAllowed() ? ClientIdWidth.USUAL : 0),
					this.properties.allowed()
						.stream()
						.map(DcrCimdProperties.Allowed::url)
						.filter(Objects::nonNull)
						.map(String::length))
			.max(Integer::compare)
			.orElse(0);
		if (longest > this.width.getAsInt()) {
			throw refused("A client_id may be of " + longest + " characters by dcr.cimd.*, and the columns client_id "
					+ "of oauth2_registered_client, dcr_client_registration and dcr_client_metadata_document have room "
					+ "for " + this.width.getAsInt() + ".");
		}
	}

	// A client of a document is the same one at every server, and signs for all of them
	private void checkIssuer() {
		if (this.services.getSettings().getIssuer() == null) {
			logger.warn("Clients come by the URLs of their documents, and no issuer is configured: the Host header of "
					+ "a request says for which server an assertion is, so that one which such a client made for "
					+ "another server would do here. Set spring.security.oauth2.authorizationserver.issuer, or the issuer of "
					+ "your AuthorizationServerSettings bean");
		}
	}

	private boolean isAnyLengthAllowed() {
		return this.properties.admission() != DcrCimdProperties.Admission.LISTED
				|| this.properties.allowed().stream().anyMatch((entry) -> entry.host() != null);
	}

	private static InvalidConfigurationPropertyValueException refused(String reason) {
		return new InvalidConfigurationPropertyValueException("dcr.cimd.enabled", true, reason);
	}

}
