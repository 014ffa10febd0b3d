package io.github.opendcr.recipes.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import redis.embedded.RedisServer;

/**
 * A Redis server on a free port of loopback.
 *
 * @param server the process
 * @param port its port
 */
record Redis(RedisServer server, int port) implements AutoCloseable {

	static Redis start() throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = socket.getLocalPort();
		}
		RedisServer server = RedisServer.newRedisServer().port(port).bind("127.0.0.1").setting("save \"\"").build();
		server.start();
		return new Redis(server, port);
	}

	@Override
	public void close() throws IOException {
		this.server.stop();
	}

}
