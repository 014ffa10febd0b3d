package io.github.opendcr.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientMetadataMember;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.autoconfigure.DcrPolicyProperties.Approval;
import io.github.opendcr.autoconfigure.DcrPolicyProperties.RedirectUris;
import io.github.opendcr.metadata.ClientMetadataCatalogue;
import io.github.opendcr.metadata.ClientMetadataReader;
import io.github.opendcr.metadata.ClientMetadataValidator;
import io.github.opendcr.policy.AllowedMetadataSettings;
import io.github.opendcr.policy.MemberSettings;
import io.github.opendcr.policy.PolicySettings;
import io.github.opendcr.policy.RedirectUriSettings;
import io.github.opendcr.policy.RegistrationTerms;
import io.github.opendcr.policy.TokenTerms;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Turns the properties of one policy into its settings, over those of the policy below
 * it.
 */
final class PolicyPropertiesMapper {

	private static final List<String> AUTH_METHODS = List.of("client_secret_basic", "client_secret_post",
			"client_secret_jwt", "private_key_jwt", "tls_client_auth", "self_signed_tls_client_auth", "none");

	private static final String IETF_GRANT_TYPES = "urn:ietf:params:oauth:grant-type:";

	private static final List<String> GRANT_TYPES = List.of("authorization_code", "refresh_token", "client_credentials",
			"implicit", "password", IETF_GRANT_TYPES + "device_code", IETF_GRANT_TYPES + "token-exchange",
			IETF_GRANT_TYPES + "jwt-bearer", IETF_GRANT_TYPES + "saml2-bearer");

	private static final List<String> FILLED_IN = List.of("token_endpoint_auth_method", "grant_types", "response_types",
			"scope", "application_type");

	private final String prefix;

	private final DcrPolicyProperties policy;

	private final PolicySettings base;

	private final ClientMetadataCatalogue catalogue;

	/**
	 * Create a mapper.
	 * @param name the name of the policy, or {@code null} for everyone's
	 */
	PolicyPropertiesMapper(@Nullable String name, DcrPolicyProperties policy, PolicySettings base,
			ClientMetadataCatalogue catalogue) {
		this.prefix = DcrPolicyProperties.prefix(name);
		this.policy = policy;
		this.base = base;
		this.catalogue = catalogue;
	}

	PolicySettings asSettings() {
		Integer maxClients = orNull(this.policy.maxClients(), this.base.maxClients());
		require(maxClients == null || maxClients >= 0, "max-clients", maxClients,
				"It must not be negative; leave it out for any number.");
		PolicySettings settings = new PolicySettings(asMembers(), asAllowedMetadata(), asRedirectUris(), asTerms(),
				maxClients);
		requireAllowed("default-metadata", settings, settings.members().defaults());
		requireAllowed("forced-metadata", settings, settings.members().forced());
		return settings;
	}

	private void requireAllowed(String property, PolicySettings settings, ClientMetadata metadata) {
		String problem = settings.problemOf(metadata);
		require(problem == null, property, metadata.asMap(), "The same policy doesn't allow it. " + problem + ".");
	}

	private MemberSettings asMembers() {
		MemberSettings inherited = this.base.members();
		Set<String> refused = set(this.policy.refusedMetadata(), inherited.refused());
		Set<String> known = this.catalogue.members()
			.stream()
			.map(ClientMetadataMember::name)
			.collect(Collectors.toSet());
		// a client sends back what it was granted (RFC 7592 §2.2)
		require(known.containsAll(refused) && FILLED_IN.stream().noneMatch(refused::contains), "refused-metadata",
				refused, "Each must be the name of a member that this server knows, without language tag, and none of "
						+ FILLED_IN + ", which the server fills in.");
		boolean statement = or(this.policy.requireSoftwareStatement(), inherited.softwareStatementRequired());
		require(!statement || !refused.contains("software_statement"), "refused-metadata", refused,
				"A software statement is required by the same policy.");
		return new MemberSettings(
				asMetadata("default-metadata", this.policy.defaultMetadata(), inherited.defaults(), refused),
				asMetadata("forced-metadata", this.policy.forcedMetadata(), inherited.forced(), refused), refused,
				statement);
	}

	private ClientMetadata asMetadata(String property, @Nullable String json, ClientMetadata inherited,
			Set<String> refused) {
		ClientMetadata metadata = (json != null) ? read(property, json) : inherited;
		metadata.asMap()
			.keySet()
			.forEach((member) -> require(!refused.contains(member), property, metadata.asMap(),
					"The member '" + member + "' can't be set here: it is refused by the same policy."));
		return metadata;
	}

	private ClientMetadata read(String property, String json) {
		try {
			ClientMetadata metadata = new ClientMetadataReader().read(json.getBytes(StandardCharsets.UTF_8));
			ClientMetadata valid = new ClientMetadataValidator(this.catalogue).validate(metadata);
			for (String member : metadata.asMap().keySet()) {
				require(valid.has(member) && member.indexOf('#') < 0 && !member.equals("software_statement"), property,
						json, "The member '" + member + "' can't be set here: it is unknown, has a language tag, or "
								+ "must come from the client.");
			}
			return valid;
		}
		catch (RegistrationException ex) {
			throw refusal(property, json, "It must be a JSON object of client metadata. " + ex.getDescription() + ".");
		}
	}

	private AllowedMetadataSettings asAllowedMetadata() {
		AllowedMetadataSettings inherited = this.base.allowedMetadata();
		Set<String> responseTypes = orNull(set(this.policy.allowedResponseTypes()), inherited.responseTypes());
		Set<String> applicationTypes = orNull(set(this.policy.allowedApplicationTypes()), inherited.applicationTypes());
		require(applicationTypes == null
				|| !applicationTypes.isEmpty() && List.of("web", "native").containsAll(applicationTypes),
				"allowed-application-types", applicationTypes, "It must be web, native, or both.");
		Set<String> authMethods = set(this.policy.allowedTokenEndpointAuthMethods(),
				inherited.tokenEndpointAuthMethods());
		require(AUTH_METHODS.containsAll(authMethods), "allowed-token-endpoint-auth-methods", authMethods,
				"A client could register for another method than " + AUTH_METHODS + ", but never authenticate.");
		Set<String> scopes = requireScopes("allowed-scopes", set(this.policy.allowedScopes(), inherited.scopes()));
		try {
			return new AllowedMetadataSettings(asGrantTypes(inherited), responseTypes, scopes,
					asDefaultScopes(inherited, scopes), authMethods, applicationTypes,
					or(this.policy.publicClients().refreshTokens(), inherited.refreshTokensForPublicClients()));
		}
		catch (IllegalArgumentException ex) {
			throw refusal("allowed-response-types", responseTypes, ex.getMessage() + ".");
		}
	}

	private Set<String> asGrantTypes(AllowedMetadataSettings inherited) {
		Set<String> grantTypes = set(this.policy.allowedGrantTypes(), inherited.grantTypes());
		for (String grantType : grantTypes) {
			// RFC 6749 §4.5: one that isn't of its own is a URI
			require(GRANT_TYPES.contains(grantType)
					|| grantType.contains(":") && !grantType.startsWith(IETF_GRANT_TYPES), "allowed-grant-types",
					grantTypes, "There is no grant type '" + grantType + "'. It must be one of " + GRANT_TYPES
							+ ", or the URI of the application's own.");
		}
		return grantTypes;
	}

	/**
	 * A default scope is an allowed one: whoever lists the scopes of a policy means all
	 * of them.
	 */
	private List<String> asDefaultScopes(AllowedMetadataSettings inherited, Set<String> allowed) {
		List<String> own = this.policy.defaultScopes();
		if (own == null) {
			return inherited.defaultScopes().stream().filter(allowed::contains).toList();
		}
		require(allowed.containsAll(requireScopes("default-scopes", own)), "default-scopes", own,
				"Clients that ask for no scope would get some that nobody may ask for. Each must be one of "
						+ this.prefix + ".allowed-scopes, which are " + allowed + ".");
		return own;
	}

	private RedirectUriSettings asRedirectUris() {
		RedirectUriSettings inherited = this.base.redirectUris();
		RedirectUris own = this.policy.redirectUris();
		List<String> schemes = or(own.allowedSchemes(), List.copyOf(inherited.allowedSchemes()));
		try {
			return new RedirectUriSettings(or(own.requireHttps(), inherited.requireHttps()),
					new LinkedHashSet<>(lowerCase(schemes)),
					or(own.allowPrivateUseSchemes(), inherited.allowPrivateUseSchemes()),
					lowerCase(or(own.allowedHosts(), inherited.allowedHosts())),
					or(own.allowLoopback(), inherited.allowLoopback()), or(own.dropRefused(), inherited.dropRefused()));
		}
		catch (IllegalArgumentException ex) {
			throw refusal("redirect-uris.allowed-schemes", schemes, String.valueOf(ex.getMessage()));
		}
	}

	private RegistrationTerms asTerms() {
		RegistrationTerms inherited = this.base.terms();
		Duration client = orNull(this.policy.clientTimeToLive(), inherited.clientTimeToLive());
		require(client == null || client.toSeconds() >= 1, "client-time-to-live", client,
				"It must be a second or more; leave it out for clients that don't expire.");
		Duration secret = orNull(this.policy.clientSecret().timeToLive(), inherited.clientSecretTimeToLive());
		require(secret == null || !secret.isNegative(), "client-secret.time-to-live", secret,
				"It must not be negative; leave it out for a credential that doesn't expire.");
		Approval approval = this.policy.approval();
		return new RegistrationTerms((approval != null) ? approval == Approval.MANUAL : inherited.approvalRequired(),
				client, secret, or(this.policy.requireAuthorizationConsent(), inherited.consentRequired()),
				or(this.policy.requireProofKey(), inherited.proofKeyRequired()), asTokens(inherited.tokens()));
	}

	private TokenTerms asTokens(TokenTerms inherited) {
		return new TokenTerms(lifetime("access-token", this.policy.accessToken().timeToLive(), inherited.accessToken()),
				lifetime("refresh-token", this.policy.refreshToken().timeToLive(), inherited.refreshToken()),
				lifetime("authorization-code", this.policy.authorizationCode().timeToLive(),
						inherited.authorizationCode()),
				orNull(this.policy.refreshToken().reuse(), inherited.refreshTokenReuse()));
	}

	private @Nullable Duration lifetime(String of, @Nullable Duration own, @Nullable Duration inherited) {
		Duration timeToLive = orNull(own, inherited);
		// the server counts in seconds
		require(timeToLive == null || timeToLive.toSeconds() >= 1, of + ".time-to-live", timeToLive,
				"It must be a second or more; leave it out for what Spring Authorization Server has by default.");
		return timeToLive;
	}

	private <C extends Collection<String>> C requireScopes(String property, C scopes) {
		require(scopes.stream().noneMatch((scope) -> scope.isBlank() || scope.indexOf(' ') >= 0), property, scopes,
				"Each value must be one scope; separate several by commas.");
		return scopes;
	}

	private void require(boolean condition, String property, @Nullable Object value, String reason) {
		if (!condition) {
			throw refusal(property, value, reason);
		}
	}

	private InvalidConfigurationPropertyValueException refusal(String property, @Nullable Object value, String reason) {
		return new InvalidConfigurationPropertyValueException(this.prefix + "." + property, value, reason);
	}

	private static List<String> lowerCase(List<String> values) {
		return values.stream().map((value) -> value.toLowerCase(Locale.ROOT)).toList();
	}

	private static @Nullable Set<String> set(@Nullable List<String> own) {
		return (own != null) ? new LinkedHashSet<>(own) : null;
	}

	private static Set<String> set(@Nullable List<String> own, Set<String> inherited) {
		return (own != null) ? new LinkedHashSet<>(own) : inherited;
	}

	private static <T> T or(@Nullable T own, T inherited) {
		return (own != null) ? own : inherited;
	}

	private static <T> @Nullable T orNull(@Nullable T own, @Nullable T inherited) {
		return (own != null) ? own : inherited;
	}

}
