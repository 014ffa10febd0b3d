package io.github.opendcr.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.function.Predicate;

import org.apache.hc.client5.http.DnsResolver;

/**
 * Knows only the addresses that may be connected to. Addresses that a URL has in place of
 * a name are asked for as well.
 */
final class GuardedDnsResolver implements DnsResolver {

	private final DnsResolver resolver;

	private final Predicate<InetAddress> addresses;

	GuardedDnsResolver(DnsResolver resolver, Predicate<InetAddress> addresses) {
		this.resolver = resolver;
		this.addresses = addresses;
	}

	@Override
	public InetAddress[] resolve(String host) throws UnknownHostException {
		InetAddress[] permitted = Arrays.stream(this.resolver.resolve(host))
			.filter(this.addresses)
			.toArray(InetAddress[]::new);
		if (permitted.length == 0) {
			throw new UnknownHostException(host + " has no address that may be connected to");
		}
		return permitted;
	}

	@Override
	public String resolveCanonicalHostname(String host) throws UnknownHostException {
		return this.resolver.resolveCanonicalHostname(host);
	}

}
