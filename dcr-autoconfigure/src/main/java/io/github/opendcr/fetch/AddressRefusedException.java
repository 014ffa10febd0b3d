package io.github.opendcr.fetch;

import java.io.IOException;
import java.io.Serial;

/**
 * A host has addresses, but none that may be connected to.
 */
final class AddressRefusedException extends IOException {

	@Serial
	private static final long serialVersionUID = 1L;

	AddressRefusedException(String host) {
		super(host + " has no address that may be connected to");
	}

}
