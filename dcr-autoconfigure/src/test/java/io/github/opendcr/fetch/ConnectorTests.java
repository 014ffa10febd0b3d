package io.github.opendcr.fetch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link Connector}.
 */
class ConnectorTests {

	private static final FetchSettings SETTINGS = new FetchSettings(Set.of(), true, Duration.ofSeconds(5),
			DataSize.ofKilobytes(1));

	@Test
	void connectWhenNameHasManyAddressesThenFewOfThoseThatArePermittedAreTried() {
		InetAddress[] all = new InetAddress[1000];
		for (int i = 0; i < all.length; i++) {
			all[i] = address(i);
		}
		Connector connector = new Connector(null, (host) -> all, (address) -> !address.equals(all[0]));
		List<InetAddress> tried = new ArrayList<>();
		assertThatIOException()
			.isThrownBy(() -> connector.connect(URI.create("https://many.example/"), SETTINGS, (socket, address) -> {
				tried.add(address);
				throw new IOException("Not connected");
			}));
		assertThat(tried).hasSize(8).startsWith(all[1], all[2]);
	}

	private static InetAddress address(int number) {
		try {
			return InetAddress.getByAddress(new byte[] { 10, 0, (byte) (number / 256), (byte) number });
		}
		catch (UnknownHostException ex) {
			throw new AssertionError(ex);
		}
	}

}
