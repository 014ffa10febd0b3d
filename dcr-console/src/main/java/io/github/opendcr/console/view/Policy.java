package io.github.opendcr.console.view;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.policy.AllowedMetadataSettings;
import io.github.opendcr.policy.MemberSettings;
import io.github.opendcr.policy.PolicySettings;
import io.github.opendcr.policy.RedirectUriSettings;
import io.github.opendcr.policy.RegistrationTerms;

/**
 * A policy as it is in force.
 *
 * @param name its name, or {@code null} for everyone's
 * @param settings what it says
 * @since 0.1.0
 */
public record Policy(@Nullable String name, PolicySettings settings) {

	/**
	 * Return what clients may be granted.
	 * @return values by labels
	 */
	public Map<String, String> grants() {
		AllowedMetadataSettings allowed = this.settings.allowedMetadata();
		Map<String, String> rows = new LinkedHashMap<>();
		rows.put("Scopes", Words.list(allowed.scopes()));
		rows.put("Scopes if none is asked for", Words.list(allowed.defaultScopes()));
		rows.put("Grant types", Words.list(allowed.grantTypes()));
		rows.put("Response types",
				(allowed.responseTypes() != null) ? Words.list(allowed.responseTypes()) : "as the grant types need");
		rows.put("Client authentication", Words.list(allowed.tokenEndpointAuthMethods()));
		rows.put("Application types",
				(allowed.applicationTypes() != null) ? Words.list(allowed.applicationTypes()) : "any");
		rows.put("Refresh tokens for public clients", yes(allowed.refreshTokensForPublicClients()));
		return rows;
	}

	/**
	 * Return where clients may redirect to.
	 * @return values by labels
	 */
	public Map<String, String> redirects() {
		RedirectUriSettings redirects = this.settings.redirectUris();
		Map<String, String> rows = new LinkedHashMap<>();
		rows.put("Hosts", redirects.allowedHosts().isEmpty() ? "any" : Words.list(redirects.allowedHosts()));
		rows.put("https required", yes(redirects.requireHttps()));
		rows.put("Loopback", yes(redirects.allowLoopback()));
		rows.put("Private-use schemes with a dot", yes(redirects.allowPrivateUseSchemes()));
		rows.put("Other schemes", Words.list(redirects.allowedSchemes()));
		rows.put("Those that aren't allowed", redirects.dropRefused() ? "are left out" : "refuse the request");
		return rows;
	}

	/**
	 * Return the terms on which clients are let in.
	 * @return values by labels
	 */
	public Map<String, String> terms() {
		RegistrationTerms terms = this.settings.terms();
		Map<String, String> rows = new LinkedHashMap<>();
		rows.put("Approval by an operator", yes(terms.approvalRequired()));
		rows.put("Clients live", Words.duration(terms.clientTimeToLive()));
		rows.put("Client secrets live", Words.duration(terms.clientSecretTimeToLive()));
		rows.put("Users are asked for consent", yes(terms.consentRequired()));
		rows.put("PKCE required", yes(terms.proofKeyRequired()));
		rows.put("Access tokens live", orServer(terms.tokens().accessToken()));
		rows.put("Refresh tokens live", orServer(terms.tokens().refreshToken()));
		rows.put("Authorization codes live", orServer(terms.tokens().authorizationCode()));
		Integer most = this.settings.maxClients();
		rows.put("Clients at a time", (most != null) ? Words.number(most) : "any number");
		return rows;
	}

	/**
	 * Return what becomes of single members.
	 * @return values by labels
	 */
	public Map<String, String> members() {
		MemberSettings members = this.settings.members();
		Map<String, String> rows = new LinkedHashMap<>();
		rows.put("Software statement required", yes(members.softwareStatementRequired()));
		rows.put("Members that are refused", Words.list(members.refused()));
		members.defaults()
			.asMap()
			.forEach((member, value) -> rows.put(member + ", if left out", String.join(", ", Words.lines(value))));
		members.forced()
			.asMap()
			.forEach((member, value) -> rows.put(member + ", always", String.join(", ", Words.lines(value))));
		return rows;
	}

	private static String yes(boolean value) {
		return value ? "yes" : "no";
	}

	private static String orServer(@Nullable Duration duration) {
		return (duration != null) ? Words.duration(duration) : "as the server says";
	}

}
