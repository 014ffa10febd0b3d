package io.github.opendcr.cimd;

import java.util.List;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.statement.SoftwareStatementPrecedence.Stated;

/**
 * What a document comes to at this server. It enters the line that a registration request
 * enters, behind its software statement, which is merged here, and what it is granted.
 *
 * @param stated what the document says
 * @param effective what is granted of it: the metadata that the client has
 * @param narrowings where that is less than was published
 * @since 0.1.0
 */
public record Negotiated(Stated stated, ClientMetadata effective, List<Narrowing> narrowings) {

	/**
	 * Create a value.
	 */
	public Negotiated {
		narrowings = List.copyOf(narrowings);
	}

}
