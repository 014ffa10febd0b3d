package io.github.opendcr.reliability.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Stands between the sample and PostgreSQL, and passes on what they say unless it is told
 * to do something else with it.
 */
public final class DatabaseProxy implements AutoCloseable {

	/**
	 * How long each piece of an answer takes while it is slow, in milliseconds.
	 */
	public static final int LATENCY = 20;

	private static final int PIECE = 8192;

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "database-proxy");
		thread.setDaemon(true);
		return thread;
	});

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final Random noise;

	private final int databasePort;

	private final int port;

	private ServerSocket listener;

	private Fault fault = Fault.NONE;

	private DatabaseProxy(int databasePort, long seed) throws IOException {
		this.databasePort = databasePort;
		this.noise = new Random(seed);
		this.listener = listen(0);
		this.port = this.listener.getLocalPort();
	}

	/**
	 * Start one.
	 * @param databasePort where PostgreSQL listens
	 * @param seed of the noise
	 */
	public static DatabaseProxy start(int databasePort, long seed) throws IOException {
		return new DatabaseProxy(databasePort, seed);
	}

	public int port() {
		return this.port;
	}

	/**
	 * Do something else from now on.
	 */
	public synchronized void set(Fault fault) throws IOException {
		boolean listened = this.fault != Fault.REFUSED;
		this.fault = fault;
		notifyAll();
		if (fault == Fault.REFUSED) {
			this.listener.close();
			this.sockets.forEach(DatabaseProxy::abort);
		}
		else if (!listened) {
			this.listener = listen(this.port);
		}
	}

	private ServerSocket listen(int port) throws IOException {
		ServerSocket socket = new ServerSocket();
		socket.setReuseAddress(true);
		socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
		this.threads.execute(() -> accept(socket));
		return socket;
	}

	private void accept(ServerSocket socket) {
		try (socket) {
			while (true) {
				Socket application = socket.accept();
				this.sockets.add(application);
				this.threads.execute(() -> connect(application));
			}
		}
		catch (IOException ex) {
			// it was closed
		}
	}

	private void connect(Socket application) {
		try {
			Socket database = new Socket(InetAddress.getLoopbackAddress(), this.databasePort);
			this.sockets.add(database);
			this.threads.execute(() -> pass(application, database, false));
			pass(database, application, true);
		}
		catch (IOException ex) {
			end(application);
		}
	}

	private void pass(Socket from, Socket to, boolean answer) {
		try {
			InputStream input = from.getInputStream();
			OutputStream output = to.getOutputStream();
			byte[] piece = new byte[PIECE];
			int length = input.read(piece);
			while (length > 0) {
				int passed = passedOn(piece, length, answer);
				output.write(piece, 0, passed);
				output.flush();
				length = (passed == length) ? input.read(piece) : 0;
			}
		}
		catch (IOException ex) {
			// one of both is gone
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		end(from);
		end(to);
	}

	/**
	 * Change a piece as the fault wants it, and return how much of it is passed on.
	 */
	private int passedOn(byte[] piece, int length, boolean answer) throws InterruptedException {
		Fault present = awaitVoice();
		if (answer && present == Fault.CUT) {
			return length / 2;
		}
		if (answer && present == Fault.SLOW) {
			TimeUnit.MILLISECONDS.sleep(LATENCY);
		}
		if (answer && present == Fault.GARBAGE) {
			garble(piece, length);
		}
		return length;
	}

	private synchronized Fault awaitVoice() throws InterruptedException {
		while (this.fault == Fault.SILENT) {
			wait();
		}
		return this.fault;
	}

	private synchronized void garble(byte[] piece, int length) {
		for (int i = 0; i < length; i++) {
			piece[i] = (byte) this.noise.nextInt();
		}
	}

	private void end(Socket socket) {
		this.sockets.remove(socket);
		abort(socket);
	}

	// Without a word, as what stands between does when it dies
	private static void abort(Socket socket) {
		try (socket) {
			socket.setSoLinger(true, 0);
		}
		catch (IOException ex) {
			// it is closed
		}
	}

	@Override
	public synchronized void close() throws IOException {
		this.listener.close();
		this.threads.shutdownNow();
		this.sockets.forEach(DatabaseProxy::abort);
	}

	/**
	 * What it does.
	 */
	public enum Fault {

		/** Passes on everything. */
		NONE,

		/** Has ended all connections, and takes no others. */
		REFUSED,

		/** Ends each connection in the middle of its next answer. */
		CUT,

		/** Takes its time with each piece of an answer. */
		SLOW,

		/** Takes connections and everything that is said, and passes on nothing. */
		SILENT,

		/** Answers with noise. */
		GARBAGE

	}

}
