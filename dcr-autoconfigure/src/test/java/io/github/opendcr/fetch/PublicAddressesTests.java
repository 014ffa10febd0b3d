package io.github.opendcr.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PublicAddresses}.
 */
class PublicAddressesTests {

	private final PublicAddresses addresses = new PublicAddresses();

	@ParameterizedTest
	@ValueSource(strings = { "10.0.0.1", "172.16.0.1", "192.168.0.1", "168.63.129.16", "169.254.169.254", "100.64.0.1",
			"192.0.2.1", "198.18.0.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "fc00::1", "fd00::1",
			"fe80::1", "fec0::1", "ff02::1", "0.1.2.3", "192.0.0.9", "192.88.99.1", "198.19.255.255", "198.51.100.1",
			"239.1.2.3", "2001:1ff:ffff::1", "4000::1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::",
			"2001:db8::1", "2001::1", "3fff::1", "5f00::1", "::ffff:10.0.0.1", "::a00:1" })
	void testWhenOfSpecialPurposeThenFalse(String address) throws UnknownHostException {
		assertThat(this.addresses.test(InetAddress.getByName(address))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "8.8.8.8", "168.63.129.15", "168.63.129.17", "1.0.0.1", "100.63.255.255", "100.128.0.1",
			"172.32.0.1", "192.0.1.1", "192.88.98.1", "193.0.0.1", "198.17.255.255", "198.20.0.1", "223.255.255.255",
			"2001:200::1", "2003::1", "3ffe::1", "2001:4860:4860::8888", "2a00:1450::1" })
	void testWhenPublicThenTrue(String address) throws UnknownHostException {
		assertThat(this.addresses.test(InetAddress.getByName(address))).isTrue();
	}

}
