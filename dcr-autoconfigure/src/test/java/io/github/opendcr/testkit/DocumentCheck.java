package io.github.opendcr.testkit;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientMetadataPolicy;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationContext;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.cimd.ClientIdentifierUrl;
import io.github.opendcr.cimd.DocumentAuthentication;
import io.github.opendcr.cimd.DocumentNegotiation;
import io.github.opendcr.cimd.DocumentPreview;
import io.github.opendcr.metadata.ClientMetadataCatalogue;
import io.github.opendcr.metadata.ClientMetadataValidator;
import io.github.opendcr.metadata.Violations;
import io.github.opendcr.policy.AllowedMetadataSettings;
import io.github.opendcr.policy.MemberSettings;
import io.github.opendcr.policy.PolicySettings;
import io.github.opendcr.policy.RedirectUriSettings;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.policy.RegistrationTerms;
import io.github.opendcr.statement.SoftwareStatement;
import io.github.opendcr.statement.SoftwareStatementPrecedence;
import io.github.opendcr.statement.SoftwareStatementVerifier;
import io.github.opendcr.store.InMemoryStores;
import io.github.opendcr.store.InMemoryTransactions;

/**
 * What this server would make of a client metadata document: for a test of whoever
 * publishes one, without a server and without the network. Software statements are
 * believed if the check is told to.
 *
 * <pre>
 * DocumentCheck.mcp().accept("https://client.example/oauth/client.json", json);
 * </pre>
 */
public final class DocumentCheck {

	/**
	 * What the specification recommends (§8.7), and most servers read.
	 */
	public static final int MAX_SIZE = 5 * 1024;

	/**
	 * The width of Spring Authorization Server's column.
	 */
	public static final int MAX_URL_LENGTH = 100;

	private final PolicySettings policy;

	private final DocumentAuthentication authentication;

	private final DocumentNegotiation negotiation;

	private DocumentCheck(PolicySettings policy, DocumentAuthentication authentication,
			SoftwareStatementVerifier statements) {
		this.policy = policy;
		this.authentication = authentication;
		this.negotiation = negotiation(policy, authentication, statements);
	}

	private static DocumentNegotiation negotiation(PolicySettings policy, DocumentAuthentication authentication,
			SoftwareStatementVerifier statements) {
		ClientMetadataValidator validator = new ClientMetadataValidator(new ClientMetadataCatalogue(List.of()));
		RegistrationPolicies policies = new RegistrationPolicies(policy, Map.of());
		return new DocumentNegotiation(validator,
				new SoftwareStatementPrecedence(statements,
						new InMemoryStores(new InMemoryTransactions()).softwareStatements()),
				policies, (metadata, context) -> grant(validator, policies, metadata, context), authentication);
	}

	/**
	 * A check against a server as MCP clients meet it: codes and refresh tokens, scopes
	 * of OpenID Connect.
	 */
	public static DocumentCheck mcp() {
		AllowedMetadataSettings defaults = AllowedMetadataSettings.DEFAULT;
		return of(new AllowedMetadataSettings(defaults.grantTypes(), null, Set.of("openid", "profile", "email"),
				List.of("openid", "profile"), defaults.tokenEndpointAuthMethods(), null, true));
	}

	/**
	 * A check against a server that allows this and nothing else.
	 */
	public static DocumentCheck of(AllowedMetadataSettings allowed) {
		return of(
				new PolicySettings(MemberSettings.NONE, allowed, RedirectUriSettings.DEFAULT,
						new RegistrationTerms(false, null, null, true, true), null),
				DocumentAuthentication.AS_PUBLISHED);
	}

	/**
	 * A check against a server with this policy.
	 */
	public static DocumentCheck of(PolicySettings policy, DocumentAuthentication authentication) {
		return new DocumentCheck(policy, authentication, (statement) -> {
			throw new RegistrationException(RegistrationError.UNAPPROVED_SOFTWARE_STATEMENT, "software_statement",
					"This check trusts no issuer of software statements");
		});
	}

	/**
	 * The same check, believing every software statement to claim this.
	 */
	public DocumentCheck believing(Map<String, Object> claims) {
		return new DocumentCheck(this.policy, this.authentication,
				(statement) -> new SoftwareStatement("https://issuer.example", null, ClientMetadata.of(claims), null));
	}

	/**
	 * Demand that the document is accepted.
	 * @return what the client would have
	 */
	public ClientMetadata accept(String url, String json) {
		DocumentPreview preview = preview(url, json);
		if (!preview.isAccepted()) {
			throw new AssertionError("The document is refused: " + preview.violations()
				.stream()
				.map(RegistrationException::getDescription)
				.collect(Collectors.joining("; ")));
		}
		return preview.orThrow().effective();
	}

	/**
	 * Say all that there is to say about a document.
	 */
	public DocumentPreview preview(String url, String json) {
		ClientIdentifierUrl.of(url, MAX_URL_LENGTH);
		if (json.length() > MAX_SIZE) {
			throw new AssertionError("The document is longer than " + MAX_SIZE + " bytes");
		}
		return this.negotiation.preview(url, json, RegistrationContext.of(Registrant.ANONYMOUS));
	}

	private static ClientMetadata grant(ClientMetadataValidator validator, RegistrationPolicies policies,
			ClientMetadata metadata, RegistrationContext context) {
		ClientMetadata validated = validator.validate(metadata);
		ClientMetadata granted = validated;
		for (ClientMetadataPolicy policy : policies.metadataPolicies()) {
			granted = policy.apply(granted, context);
		}
		granted = validator.validate(granted, validated, Violations.thrown());
		validator.validateTogether(granted, Violations.thrown());
		return granted;
	}

}
