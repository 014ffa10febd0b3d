package io.github.opendcr.statement;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.metadata.ClientMetadataCatalogue;

/**
 * Lets what a software statement claims take the place of what the client says by itself.
 * What comes out is judged as if the client had sent it: a statement opens no door that
 * is closed to a body. Safe for use by several threads.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-3.1.1">RFC 7591
 * §3.1.1</a>
 */
public final class SoftwareStatementPrecedence {

	private final SoftwareStatementVerifier verifier;

	private final SoftwareStatementStore store;

	/**
	 * Create the step.
	 * @param verifier what verifies statements
	 * @param store where it is written down on which one a client rests
	 */
	public SoftwareStatementPrecedence(SoftwareStatementVerifier verifier, SoftwareStatementStore store) {
		this.verifier = verifier;
		this.store = store;
	}

	/**
	 * Verify the software statement, if there is one, and merge its claims.
	 * @param requested the metadata as sent
	 * @return the metadata with all claims
	 * @throws RegistrationException if the statement is refused
	 */
	public Stated apply(ClientMetadata requested) {
		Object sent = requested.get(Refusal.MEMBER);
		if (sent instanceof String statement) {
			SoftwareStatement verified = this.verifier.verify(statement);
			return new Stated(merge(requested, verified.claims()).with(Refusal.MEMBER, statement), verified, requested);
		}
		if (sent != null) {
			throw Refusal.invalid("software_statement must be a string, a signed JWT");
		}
		return new Stated(requested, null, requested);
	}

	/**
	 * Return what has to be written with a client that was granted the statement.
	 * @param stated the metadata with all claims
	 * @param granted what the client was granted of it; a policy may have put another
	 * statement in the place of the one that was sent
	 * @return nothing if the client rests on no statement
	 * @throws RegistrationException if the other statement is refused
	 */
	public List<RegistrationConstraint> constraints(Stated stated, ClientMetadata granted) {
		String statement = granted.getString(Refusal.MEMBER);
		if (statement == null) {
			return List.of();
		}
		SoftwareStatement verified = (stated.statement() != null
				&& statement.equals(stated.metadata().getString(Refusal.MEMBER))) ? stated.statement()
						: this.verifier.verify(statement);
		return List.of(new SoftwareStatementConstraint.Resting(verified, this.store));
	}

	/**
	 * Return what forgets, with a client, on which statement it rested.
	 * @param store where that is written down
	 * @return the constraint
	 */
	public static RegistrationConstraint forgetting(SoftwareStatementStore store) {
		return new SoftwareStatementConstraint(store);
	}

	/**
	 * Who states a member states it in all languages: a name that a trusted issuer
	 * vouches for has no translation by somebody else. Nor has a method of authentication
	 * alternatives by somebody else.
	 */
	private static ClientMetadata merge(ClientMetadata requested, ClientMetadata claims) {
		Set<String> stated = claims.asMap()
			.keySet()
			.stream()
			.map(ClientMetadataCatalogue::untagged)
			.collect(Collectors.toCollection(HashSet::new));
		if (claims.has("token_endpoint_auth_method")) {
			stated.add("token_endpoint_auth_methods_supported");
		}
		Map<String, Object> merged = new LinkedHashMap<>(requested.asMap());
		merged.keySet().removeIf((name) -> stated.contains(ClientMetadataCatalogue.untagged(name)));
		merged.putAll(claims.asMap());
		return ClientMetadata.of(merged);
	}

	/**
	 * Metadata in which a software statement took precedence.
	 *
	 * @param metadata the metadata with all claims, the statement among them as it was
	 * sent
	 * @param statement what the statement says, or {@code null} if there is none
	 * @param asked the metadata as they were sent
	 * @since 0.1.0
	 */
	public record Stated(ClientMetadata metadata, @Nullable SoftwareStatement statement, ClientMetadata asked) {

		/**
		 * Return what is stated without a member.
		 * @param member the member's name
		 * @return a new value
		 */
		public Stated without(String member) {
			return with(this.metadata.without(member));
		}

		/**
		 * Return what is stated with other metadata.
		 * @param metadata what became of the metadata
		 * @return a new value
		 */
		public Stated with(ClientMetadata metadata) {
			return new Stated(metadata, this.statement, this.asked);
		}

	}

}
