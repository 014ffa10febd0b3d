package io.github.opendcr.registration;

import java.util.List;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientMetadataPolicy;
import io.github.opendcr.RegistrationContext;
import io.github.opendcr.metadata.ClientMetadataValidator;
import io.github.opendcr.statement.SoftwareStatementPrecedence;

/**
 * The one way from what a client asks for to what it is granted: let its software
 * statement take precedence, validate, apply every policy, validate again, and see
 * whether the server can do it.
 *
 * @since 0.1.0
 */
public final class MetadataGrant {

	private final SoftwareStatementPrecedence statements;

	private final ClientMetadataValidator validator;

	private final List<ClientMetadataPolicy> policies;

	private final ServerCapabilities capabilities;

	/**
	 * Create the way.
	 * @param statements what verifies and merges software statements
	 * @param validator what validates
	 * @param policies the policies in their order
	 * @param capabilities what the server can do
	 */
	public MetadataGrant(SoftwareStatementPrecedence statements, ClientMetadataValidator validator,
			List<ClientMetadataPolicy> policies, ServerCapabilities capabilities) {
		this.statements = statements;
		this.validator = validator;
		this.policies = List.copyOf(policies);
		this.capabilities = capabilities;
	}

	ClientMetadata grant(ClientMetadata requested, RegistrationContext context) {
		ClientMetadata validated = this.validator.validate(this.statements.apply(requested));
		ClientMetadata granted = validated;
		for (ClientMetadataPolicy policy : this.policies) {
			granted = policy.apply(granted, context);
		}
		granted = this.validator.validate(granted, validated);
		this.validator.validateTogether(granted);
		return this.capabilities.check(granted);
	}

}
