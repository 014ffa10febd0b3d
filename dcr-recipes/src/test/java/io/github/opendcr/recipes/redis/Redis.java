package io.github.opendcr.recipes.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import redis.embedded.RedisServer;

/**
 * A Redis server on a port of loopback.
 *
 * @param server the process
 * @param port its port
 */
public record Redis(RedisServer server, int port) implements AutoCloseable {

	static Redis start() throws IOException {
		return start(freePort());
	}

	/**
	 * Start one that has nothing.
	 */
	public static Redis start(int port) throws IOException {
		RedisServer server = RedisServer.newRedisServer().port(port).bind("127.0.0.1").setting("save \"\"").build();
		server.start();
		return new Redis(server, port);
	}

	public static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	@Override
	public void close() throws IOException {
		this.server.stop();
	}

}
