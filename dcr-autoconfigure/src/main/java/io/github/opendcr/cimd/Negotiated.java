package io.github.opendcr.cimd;

import java.util.List;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.statement.SoftwareStatementPrecedence.Stated;

/**
 * What a document comes to at this server. It enters the line that a registration request
 * enters, behind the software statement, which is merged here.
 *
 * @param stated what enters the line
 * @param effective what the line grants of it: the metadata that the client has
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

	/**
	 * Return the metadata that enters the line.
	 * @return the metadata, with the claims of a software statement
	 */
	public ClientMetadata metadata() {
		return this.stated.metadata();
	}

}
