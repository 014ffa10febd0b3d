package io.github.opendcr.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Finds the addresses of a host.
 */
@FunctionalInterface
interface HostResolver {

	/**
	 * As the JVM does.
	 */
	HostResolver SYSTEM = InetAddress::getAllByName;

	/**
	 * Resolve a name.
	 * @param host a name, or an address as text
	 * @return at least one address
	 * @throws UnknownHostException if it has none
	 */
	InetAddress[] resolve(String host) throws UnknownHostException;

}
