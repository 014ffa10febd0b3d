package io.github.opendcr.sample;

import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * The sample as it is.
 */
@SampleTest
class SampleApplicationTests extends SampleContract {

	@LocalServerPort
	private int port;

	@Override
	int port() {
		return this.port;
	}

}
