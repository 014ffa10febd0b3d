package io.github.opendcr.cimd;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.RegistrationContext;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.metadata.ClientMetadataCatalogue;
import io.github.opendcr.metadata.ClientMetadataReader;
import io.github.opendcr.metadata.ClientMetadataValidator;
import io.github.opendcr.policy.AllowedMetadataSettings;
import io.github.opendcr.policy.PolicySettings;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.statement.SoftwareStatementPrecedence;
import io.github.opendcr.statement.SoftwareStatementPrecedence.Stated;

/**
 * Makes of the text of a client metadata document what enters the line. A registration
 * request is for one server, which tells the client what it got; a document is for all of
 * them and hears nothing. So it is negotiated: grant types, response types, methods of
 * authentication and scopes are narrowed to what the policy allows, and what is only for
 * display is left out where it is bad. Faults of identity, redirection, keys and secrets
 * refuse it. Nothing is stored here. Safe for use by several threads.
 *
 * @since 0.1.0
 * @see <a href=
 * "https://datatracker.ietf.org/doc/draft-ietf-oauth-client-id-metadata-document/">
 * draft-ietf-oauth-client-id-metadata-document</a>
 */
public final class DocumentNegotiation {

	private static final String STATEMENT = "software_statement";

	private final ClientMetadataReader reader = new ClientMetadataReader("document");

	private final MemberNegotiation members;

	private final AuthenticationMethods methods;

	private final SoftwareStatementPrecedence statements;

	private final RegistrationPolicies policies;

	private final BiFunction<ClientMetadata, RegistrationContext, ClientMetadata> grant;

	/**
	 * Create the negotiation.
	 * @param validator what validates single members
	 * @param statements what verifies and merges software statements
	 * @param policies what is allowed
	 * @param grant the line's own way from what is asked for to what is granted
	 * @param authentication which of several methods of authentication count
	 */
	public DocumentNegotiation(ClientMetadataValidator validator, SoftwareStatementPrecedence statements,
			RegistrationPolicies policies, BiFunction<ClientMetadata, RegistrationContext, ClientMetadata> grant,
			DocumentAuthentication authentication) {
		this.members = new MemberNegotiation(validator);
		this.methods = new AuthenticationMethods(authentication);
		this.statements = statements;
		this.policies = policies;
		this.grant = grant;
	}

	/**
	 * Negotiate a document.
	 * @param url the URL at which it is: the {@code client_id}
	 * @param json the document
	 * @param context under which policy, and the client's registration if it has one
	 * @return what it comes to
	 * @throws RegistrationException if it is refused
	 */
	public Negotiated negotiate(String url, String json, RegistrationContext context) {
		return preview(url, json, context).orThrow();
	}

	/**
	 * Say all that there is to say about a document.
	 * @param url the URL at which it is: the {@code client_id}
	 * @param json the document
	 * @param context under which policy, and the client's registration if it has one
	 * @return every violation, every narrowing and what the client would have
	 */
	public DocumentPreview preview(String url, String json, RegistrationContext context) {
		Findings findings = new Findings();
		try {
			PolicySettings policy = this.policies.of(context.registrant());
			ClientMetadata published = this.reader.read(json.getBytes(StandardCharsets.UTF_8), DocumentRules.SECRETS);
			DocumentRules.checkIdentity(url, published, findings);
			// RFC 7591 §3.1.1: the software statement
			Stated stated = this.statements.apply(withoutRefusedStatement(published, policy, findings));
			DocumentRules.check(stated.metadata(), findings);
			ClientMetadata offered = withoutRefused(stated.metadata(), policy.members().refused(), findings);
			ClientMetadata negotiated = negotiate(offered, policy, findings);
			if (findings.isRefused()) {
				return findings.refused();
			}
			// RFC 7591 §2, §5: what the line grants of it
			ClientMetadata granted = this.grant.apply(negotiated, context);
			AuthenticationMethods.check(granted, findings); // whatever a policy forced
			return findings.isRefused() ? findings.refused()
					: findings.accepted(stated.with(negotiated), offered, granted);
		}
		catch (RegistrationException ex) {
			findings.refuse(ex);
			return findings.refused();
		}
	}

	private ClientMetadata negotiate(ClientMetadata offered, PolicySettings policy, Findings findings) {
		AllowedMetadataSettings allowed = policy.allowedMetadata();
		ClientMetadata valid = this.members.validOf(offered, findings);
		if (policy.members().forced().has(AuthenticationMethods.ONE)) {
			valid = valid.without(AuthenticationMethods.SEVERAL); // the operator's word
		}
		else {
			valid = this.methods.choose(offered, valid, allowed.tokenEndpointAuthMethods(), findings);
		}
		return negotiateScopes(valid, allowed, findings);
	}

	/**
	 * What nothing is left of is left out rather than refused. And what a client gets
	 * without any user it doesn't choose by itself.
	 */
	private static ClientMetadata negotiateScopes(ClientMetadata metadata, AllowedMetadataSettings allowed,
			Findings findings) {
		String scope = metadata.getString("scope");
		if (scope == null) {
			return metadata;
		}
		boolean withoutUser = metadata.getGrantTypes().contains("client_credentials")
				&& allowed.grantTypes().contains("client_credentials")
				&& !metadata.getTokenEndpointAuthMethods().contains("none");
		if (withoutUser) {
			findings.narrow("scope", scope,
					"with the grant type client_credentials the scopes are those of this server's policy");
			return metadata.without("scope");
		}
		return metadata.getScopes().stream().anyMatch(allowed::allowsScope) ? metadata : metadata.without("scope");
	}

	private static ClientMetadata withoutRefusedStatement(ClientMetadata published, PolicySettings policy,
			Findings findings) {
		return policy.members().refused().contains(STATEMENT) ? withoutRefused(published, Set.of(STATEMENT), findings)
				: published;
	}

	// A policy means those who register; of a document nobody can ask for another one
	private static ClientMetadata withoutRefused(ClientMetadata metadata, Set<String> refused, Findings findings) {
		ClientMetadata result = metadata;
		for (Map.Entry<String, Object> member : metadata.asMap().entrySet()) {
			if (refused.contains(ClientMetadataCatalogue.untagged(member.getKey()))) {
				findings.narrow(member.getKey(), member.getValue(), "must not be registered here");
				result = result.without(member.getKey());
			}
		}
		return result;
	}

}
