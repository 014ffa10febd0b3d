package io.github.opendcr.sample.playground;

import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Where the server's endpoints are, by its discovery document (RFC 8414).
 *
 * @param discovery where the document is
 * @param metadata the document
 */
record Endpoints(String discovery, Map<String, Object> metadata) {

	/**
	 * Return where clients register, or {@code null} if they can't.
	 */
	public @Nullable String getRegistration() {
		return TriedClient.text(this.metadata, "registration_endpoint");
	}

	String authorization() {
		return required("authorization_endpoint");
	}

	String token() {
		return required("token_endpoint");
	}

	String issuer() {
		return required("issuer");
	}

	private String required(String member) {
		return Objects.requireNonNull(TriedClient.text(this.metadata, member), member);
	}

}
