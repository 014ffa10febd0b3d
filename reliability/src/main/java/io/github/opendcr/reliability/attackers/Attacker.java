package io.github.opendcr.reliability.attackers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * One connection of an attack.
 */
final class Attacker {

	/** How much of an answer is looked at. */
	private static final int MOST_ANSWER = 4096;

	private final Attack attack;

	private final SocketChannel channel;

	private final SelectionKey key;

	private final StringBuilder answer = new StringBuilder();

	private ByteBuffer left;

	private boolean connected;

	private long nextDrip;

	/**
	 * Connect from an address of its own, since one address has fewer ports than a server
	 * that closes connections leaves behind.
	 */
	Attacker(Attack attack, Selector selector, InetSocketAddress from, InetSocketAddress server) throws IOException {
		this.attack = attack;
		this.left = ByteBuffer.wrap(attack.opening());
		this.channel = SocketChannel.open();
		this.channel.configureBlocking(false);
		this.channel.bind(from);
		this.connected = this.channel.connect(server);
		this.key = this.channel.register(selector, SelectionKey.OP_CONNECT, this);
		if (this.connected) {
			begin();
		}
	}

	boolean isConnected() {
		return this.connected;
	}

	/**
	 * Return what was answered so far, empty if nothing was.
	 */
	String answer() {
		return this.answer.toString();
	}

	private void begin() throws IOException {
		this.connected = true;
		this.key.interestOps(SelectionKey.OP_READ);
		write();
	}

	/**
	 * Do what can be done without waiting.
	 * @param buffer where answers are read to
	 * @return whether the connection is still there
	 */
	boolean proceed(ByteBuffer buffer) {
		try {
			if (this.key.isConnectable() && this.channel.finishConnect()) {
				begin();
			}
			if (this.key.isWritable()) {
				write();
			}
			return !this.key.isReadable() || read(buffer);
		}
		catch (IOException ex) {
			return false; // the server has closed it, which is what is counted
		}
	}

	private boolean read(ByteBuffer buffer) throws IOException {
		buffer.clear();
		int length = this.channel.read(buffer);
		if (length > 0 && this.answer.length() < MOST_ANSWER) {
			this.answer.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
		}
		return length >= 0;
	}

	/**
	 * Send the next drip if it is time.
	 * @return whether the connection is still there
	 */
	boolean drip(long now) {
		if (!this.connected || this.attack.drip().length == 0 || this.left.hasRemaining() || now < this.nextDrip) {
			return true;
		}
		this.nextDrip = now + this.attack.pause() * 1_000_000L;
		this.left = ByteBuffer.wrap(this.attack.drip());
		try {
			write();
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private void write() throws IOException {
		this.channel.write(this.left);
		this.key.interestOps(
				this.left.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
	}

	void close() {
		this.key.cancel();
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			// It is gone either way
		}
	}

}
