package io.github.opendcr.web;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.RegistrationException;

/**
 * The body of one request, which can be read once and may be asked for more often.
 */
final class OnceRead implements Supplier<ClientMetadata> {

	private final Supplier<ClientMetadata> reader;

	private @Nullable ClientMetadata body;

	private @Nullable RegistrationException refusal;

	OnceRead(Supplier<ClientMetadata> reader) {
		this.reader = reader;
	}

	@Override
	public ClientMetadata get() {
		if (this.refusal != null) {
			throw this.refusal;
		}
		if (this.body == null) {
			try {
				this.body = this.reader.get();
			}
			catch (RegistrationException ex) {
				this.refusal = ex;
				throw ex;
			}
		}
		return this.body;
	}

}
