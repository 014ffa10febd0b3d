package io.github.opendcr.sample.playground;

/**
 * A step that a client can take now.
 *
 * @param step the step
 * @param call its request
 */
record Offer(Step step, Call call) {

	/**
	 * Whether the visitor's own browser goes there.
	 */
	public boolean isForBrowser() {
		return this.step == Step.LOG_IN;
	}

	/**
	 * Whether the visitor writes what is sent.
	 */
	public boolean isEditable() {
		return this.step == Step.CHANGE;
	}

}
