package io.github.opendcr.fetch;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Predicate;

import org.springframework.security.util.matcher.InetAddressMatcher;
import org.springframework.security.util.matcher.InetAddressMatchers;

/**
 * What Spring Security calls external, less what else IANA's registries of
 * special-purpose addresses have, less the IPv6 space that nobody was given for the
 * Internet (translation prefixes, mapped and compatible addresses).
 */
final class PublicAddresses implements Predicate<InetAddress> {

	// Apart, since Spring Security compares the leading bits of whichever family.
	// 168.63.129.16 looks public, and is the machine below each one at Azure
	private final InetAddressMatcher v4 = InetAddressMatchers.matchExternal()
		.excludeAddresses(List.of("0.0.0.0/8", "100.64.0.0/10", "168.63.129.16/32", "192.0.0.0/24", "192.0.2.0/24",
				"192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3"))
		.build();

	private final InetAddressMatcher v6 = InetAddressMatchers.matchExternal()
		.includeAddresses(List.of("2000::/3"))
		.excludeAddresses(List.of("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
		.build();

	@Override
	public boolean test(InetAddress address) {
		return (address instanceof Inet4Address) ? this.v4.matches(address) : this.v6.matches(address);
	}

}
