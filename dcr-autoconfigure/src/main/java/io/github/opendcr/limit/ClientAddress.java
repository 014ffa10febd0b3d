package io.github.opendcr.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a caller's address counts as: an IPv6 one as its /64, of which one subscriber has
 * every address; an IPv4-mapped one as IPv4. Proxies and forwarded headers bring
 * brackets, ports and zones, which count for nothing.
 *
 * @since 0.1.0
 */
public final class ClientAddress {

	private static final Pattern IPV4 = Pattern.compile("\\[?(\\d{1,3}(?:\\.\\d{1,3}){3})(?::\\d+)?]?");

	// only what has the form of a literal, so that no name is ever looked up
	private static final Pattern IPV6 = Pattern
		.compile("\\[?(?=[^:]*:)([0-9a-fA-F:.]{2,45})(?:%[^]]*)?(?:](?::\\d+)?)?");

	private static final int PREFIX_BYTES = 8;

	private ClientAddress() {
	}

	/**
	 * Return what an address counts as.
	 * @param remoteAddress the address as the container or a proxy wrote it; whatever is
	 * no address counts as it is
	 * @return the same text for all that count as one
	 */
	public static String of(String remoteAddress) {
		Matcher ipv4 = IPV4.matcher(remoteAddress);
		if (ipv4.matches()) {
			return ipv4.group(1);
		}
		Matcher ipv6 = IPV6.matcher(remoteAddress);
		return ipv6.matches() ? ofLiteral(ipv6.group(1)) : remoteAddress;
	}

	private static String ofLiteral(String literal) {
		try {
			InetAddress address = InetAddress.getByName(literal);
			return (address instanceof Inet6Address)
					? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), PREFIX_BYTES)) + "/64"
					: address.getHostAddress();
		}
		catch (UnknownHostException ex) {
			return literal; // no address after all
		}
	}

}
