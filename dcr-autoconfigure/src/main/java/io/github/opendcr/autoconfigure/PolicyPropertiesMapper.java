package io.github.opendcr.autoconfigure;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.autoconfigure.DcrPolicyProperties.Approval;
import io.github.opendcr.autoconfigure.DcrPolicyProperties.RedirectUris;
import io.github.opendcr.metadata.ClientMetadataCatalogue;
import io.github.opendcr.metadata.ClientMetadataValidator;
import io.github.opendcr.metadata.ConsentColumn;
import io.github.opendcr.policy.AllowedMetadataSettings;
import io.github.opendcr.policy.MemberSettings;
import io.github.opendcr.policy.PolicySettings;
import io.github.opendcr.policy.RedirectUriSettings;
import io.github.opendcr.policy.RegistrationTerms;
import io.github.opendcr.policy.TokenTerms;

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

	private static final Pattern HOST = Pattern
		.compile("(?:\\*\\.)?[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?|\\[[0-9a-f:.]+]");

	// RFC 3986 §3.1
	private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]*");

	private final PropertyRules rules;

	private final DcrPolicyProperties policy;

	private final PolicySettings base;

	private final ClientMetadataCatalogue catalogue;

	/**
	 * Create a mapper.
	 * @param name the name of the policy, or {@code null} for everyone's
	 */
	PolicyPropertiesMapper(@Nullable String name, DcrPolicyProperties policy, PolicySettings base,
			ClientMetadataCatalogue catalogue) {
		this.rules = new PropertyRules(DcrPolicyProperties.prefix(name));
		this.policy = policy;
		this.base = base;
		this.catalogue = catalogue;
	}

	PolicySettings asSettings() {
		Integer maxClients = orNull(this.policy.maxClients(), this.base.maxClients());
		this.rules.require(maxClients == null || maxClients >= 0, "max-clients", maxClients,
				"It must not be negative; leave it out for any number.");
		MemberSettings members = new MemberPropertiesMapper(this.rules, this.policy, this.catalogue)
			.asSettings(this.base.members());
		PolicySettings settings = new PolicySettings(members, asAllowedMetadata(), asRedirectUris(), asTerms(),
				maxClients);
		requireRegistrable(settings, settings.allowedMetadata().defaultScopes());
		requireAllowed("default-metadata", settings, settings.members().defaults());
		requireAllowed("forced-metadata", settings, settings.members().forced());
		return settings;
	}

	private void requireAllowed(String property, PolicySettings settings, ClientMetadata metadata) {
		String problem = settings.problemOf(metadata);
		this.rules.require(problem == null, property, metadata.asMap(),
				"The same policy doesn't allow it. " + problem + ".");
		requireRoom(property, settings, metadata.getScopes());
	}

	// Or else nobody could register who asks for no scope
	private void requireRegistrable(PolicySettings settings, List<String> defaultScopes) {
		try {
			new ClientMetadataValidator(this.catalogue).validate(ClientMetadata.empty().withScopes(defaultScopes));
		}
		catch (RegistrationException ex) {
			throw this.rules.refusal("default-scopes", defaultScopes,
					"Every client that gets them would be refused: " + ex.getDescription() + ".");
		}
		requireRoom("default-scopes", settings, defaultScopes);
	}

	private void requireRoom(String property, PolicySettings settings, Collection<String> scopes) {
		this.rules.require(ConsentColumn.hasRoomFor(scopes, settings.allowedMetadata().grantTypes()), property, scopes,
				"A user's consent to all of them takes " + ConsentColumn.length(scopes) + " characters, and Spring "
						+ "Authorization Server has room for " + ConsentColumn.LENGTH + ": every client that gets them "
						+ "would be refused. Leave some out; a client can ask for those that are allowed.");
	}

	private AllowedMetadataSettings asAllowedMetadata() {
		AllowedMetadataSettings inherited = this.base.allowedMetadata();
		Set<String> responseTypes = orNull(set(this.policy.allowedResponseTypes()), inherited.responseTypes());
		Set<String> applicationTypes = orNull(set(this.policy.allowedApplicationTypes()), inherited.applicationTypes());
		this.rules.require(
				applicationTypes == null
						|| !applicationTypes.isEmpty() && List.of("web", "native").containsAll(applicationTypes),
				"allowed-application-types", applicationTypes, "It must be web, native, or both.");
		Set<String> authMethods = set(this.policy.allowedTokenEndpointAuthMethods(),
				inherited.tokenEndpointAuthMethods());
		this.rules.require(AUTH_METHODS.containsAll(authMethods), "allowed-token-endpoint-auth-methods", authMethods,
				"A client could register for another method than " + AUTH_METHODS + ", but never authenticate.");
		Set<String> scopes = requireScopes("allowed-scopes", set(this.policy.allowedScopes(), inherited.scopes()));
		try {
			return new AllowedMetadataSettings(asGrantTypes(inherited), responseTypes, scopes,
					asDefaultScopes(inherited, scopes), authMethods, applicationTypes,
					or(this.policy.publicClients().refreshTokens(), inherited.refreshTokensForPublicClients()));
		}
		catch (IllegalArgumentException ex) {
			throw this.rules.refusal("allowed-response-types", responseTypes, ex.getMessage() + ".");
		}
	}

	private Set<String> asGrantTypes(AllowedMetadataSettings inherited) {
		Set<String> grantTypes = set(this.policy.allowedGrantTypes(), inherited.grantTypes());
		for (String grantType : grantTypes) {
			// RFC 6749 §4.5: one that isn't of its own is a URI
			this.rules.require(
					GRANT_TYPES.contains(grantType)
							|| grantType.contains(":") && !grantType.startsWith(IETF_GRANT_TYPES),
					"allowed-grant-types", grantTypes, "There is no grant type '" + grantType + "'. It must be one of "
							+ GRANT_TYPES + ", or the URI of the application's own.");
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
		this.rules.require(allowed.containsAll(requireScopes("default-scopes", own)), "default-scopes", own,
				"Clients that ask for no scope would get some that nobody may ask for. Each must be one of "
						+ this.rules.prefix() + ".allowed-scopes, which are " + allowed + ".");
		return own;
	}

	private RedirectUriSettings asRedirectUris() {
		RedirectUriSettings inherited = this.base.redirectUris();
		RedirectUris own = this.policy.redirectUris();
		List<String> schemes = lowerCase(or(own.allowedSchemes(), List.copyOf(inherited.allowedSchemes())));
		List<String> hosts = lowerCase(or(own.allowedHosts(), inherited.allowedHosts()));
		// what is none of them would allow nothing
		this.rules.require(areAll(SCHEME, schemes), "redirect-uris.allowed-schemes", schemes,
				"Each must be a scheme as it is before the ':', such as cursor.");
		this.rules.require(areAll(HOST, hosts), "redirect-uris.allowed-hosts", hosts,
				"Each must be the name or address of a host, or '*.' and a name, without a scheme, port or path.");
		try {
			return new RedirectUriSettings(or(own.requireHttps(), inherited.requireHttps()),
					new LinkedHashSet<>(schemes), or(own.allowPrivateUseSchemes(), inherited.allowPrivateUseSchemes()),
					hosts, or(own.allowLoopback(), inherited.allowLoopback()),
					or(own.dropRefused(), inherited.dropRefused()));
		}
		catch (IllegalArgumentException ex) {
			throw this.rules.refusal("redirect-uris.allowed-schemes", schemes, String.valueOf(ex.getMessage()));
		}
	}

	private RegistrationTerms asTerms() {
		RegistrationTerms inherited = this.base.terms();
		Duration client = orNull(this.policy.clientTimeToLive(), inherited.clientTimeToLive());
		this.rules.require(client == null || client.toSeconds() >= 1, "client-time-to-live", client,
				"It must be a second or more; leave it out for clients that don't expire.");
		Duration secret = orNull(this.policy.clientSecret().timeToLive(), inherited.clientSecretTimeToLive());
		this.rules.require(secret == null || !secret.isNegative(), "client-secret.time-to-live", secret,
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
		this.rules.require(timeToLive == null || timeToLive.toSeconds() >= 1, of + ".time-to-live", timeToLive,
				"It must be a second or more; leave it out for what Spring Authorization Server has by default.");
		return timeToLive;
	}

	private <C extends Collection<String>> C requireScopes(String property, C scopes) {
		this.rules.require(scopes.stream().noneMatch((scope) -> scope.isBlank() || scope.indexOf(' ') >= 0), property,
				scopes, "Each value must be one scope; separate several by commas.");
		return scopes;
	}

	private static boolean areAll(Pattern pattern, List<String> values) {
		return values.stream().allMatch((value) -> pattern.matcher(value).matches());
	}

	private static List<String> lowerCase(List<String> values) {
		return values.stream().map((value) -> value.toLowerCase(Locale.ROOT)).toList();
	}

	private static @Nullable Set<String> set(@Nullable List<String> own) {
		return (own != null) ? new LinkedHashSet<>(own) : null;
	}

	static Set<String> set(@Nullable List<String> own, Set<String> inherited) {
		return (own != null) ? new LinkedHashSet<>(own) : inherited;
	}

	static <T> T or(@Nullable T own, T inherited) {
		return (own != null) ? own : inherited;
	}

	private static <T> @Nullable T orNull(@Nullable T own, @Nullable T inherited) {
		return (own != null) ? own : inherited;
	}

}
