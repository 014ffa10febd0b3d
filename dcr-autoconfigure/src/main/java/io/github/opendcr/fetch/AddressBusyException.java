package io.github.opendcr.fetch;

import java.io.IOException;
import java.io.Serial;

/**
 * An address has no place left.
 */
final class AddressBusyException extends IOException {

	@Serial
	private static final long serialVersionUID = 1L;

	AddressBusyException(String address) {
		super("Too many documents of " + address);
	}

}
