package io.github.opendcr.statement;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;
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

	// Of the request that the thread is at: the next one replaces it
	private final ThreadLocal<Map.@Nullable Entry<String, SoftwareStatement>> verified = new ThreadLocal<>();

	/**
	 * Create the step.
	 * @param verifier what verifies statements
	 */
	public SoftwareStatementPrecedence(SoftwareStatementVerifier verifier) {
		this.verifier = verifier;
	}

	/**
	 * Verify the software statement, if there is one, and merge its claims.
	 * @param requested the metadata as sent
	 * @return the metadata with all claims, the statement among them as it was sent
	 * @throws RegistrationException if the statement is refused
	 */
	public ClientMetadata apply(ClientMetadata requested) {
		Object sent = requested.get(Refusal.MEMBER);
		if (sent instanceof String statement) {
			SoftwareStatement verified = this.verifier.verify(statement);
			this.verified.set(Map.entry(statement, verified));
			return merge(requested, verified.claims()).with(Refusal.MEMBER, statement);
		}
		this.verified.remove();
		if (sent != null) {
			throw Refusal.invalid("software_statement must be a string, a signed JWT");
		}
		return requested;
	}

	/**
	 * Return what the statement says that this thread has just applied. It isn't verified
	 * again, since whoever asks holds locks that others wait for, unless a policy put it
	 * in the place of the one that was sent.
	 */
	SoftwareStatement verified(String statement) {
		Map.Entry<String, SoftwareStatement> applied = this.verified.get();
		return (applied != null && applied.getKey().equals(statement)) ? applied.getValue()
				: this.verifier.verify(statement);
	}

	/**
	 * Who states a member states it in all languages: a name that a trusted issuer
	 * vouches for has no translation by somebody else.
	 */
	private static ClientMetadata merge(ClientMetadata requested, ClientMetadata claims) {
		Set<String> stated = claims.asMap()
			.keySet()
			.stream()
			.map(ClientMetadataCatalogue::untagged)
			.collect(Collectors.toSet());
		Map<String, Object> merged = new LinkedHashMap<>(requested.asMap());
		merged.keySet().removeIf((name) -> stated.contains(ClientMetadataCatalogue.untagged(name)));
		merged.putAll(claims.asMap());
		return ClientMetadata.of(merged);
	}

}
