package io.github.opendcr.reliability;

/**
 * Says what a scenario lacks on this machine.
 */
public final class SkippedException extends RuntimeException {

	public SkippedException(String missing) {
		super(missing);
	}

}
