package io.github.opendcr.reliability.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A Redis that keeps nothing on disk, and can be killed and started again at the same
 * port, or be made to answer nothing for a while.
 */
public final class Redis implements AutoCloseable {

	private final Path program;

	private final Path directory;

	private final int port;

	private final Thread end = new Thread(this::destroy);

	private Process process;

	private Redis(Path program, Path directory, int port) throws IOException, InterruptedException {
		this.program = program;
		this.directory = directory;
		this.port = port;
		this.process = launch();
		Runtime.getRuntime().addShutdownHook(this.end);
	}

	/**
	 * Start it.
	 * @throws io.github.opendcr.reliability.SkippedException if none is installed
	 */
	public static Redis start() throws IOException, InterruptedException {
		return new Redis(Programs.find("redis-server", "/usr/bin", "/usr/local/bin"), Workspace.directory("redis"),
				Workspace.freePort());
	}

	private Process launch() throws IOException, InterruptedException {
		Process started = new ProcessBuilder(this.program.toString(), "--port", String.valueOf(this.port), "--bind",
				"127.0.0.1", "--save", "", "--appendonly", "no", "--dir", this.directory.toString())
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(this.directory.resolve("redis.log").toFile()))
			.start();
		long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
		while (!answers()) {
			if (!started.isAlive() || System.nanoTime() > deadline) {
				started.destroyForcibly();
				throw new IllegalStateException("Redis doesn't start, see " + this.directory);
			}
			TimeUnit.MILLISECONDS.sleep(20);
		}
		return started;
	}

	private boolean answers() {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
			return socket.getInputStream().read() == '+';
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Kill it without a word to it: what it had is gone.
	 */
	public void kill() {
		this.process.destroyForcibly().onExit().join();
	}

	/**
	 * Start it again after {@link #kill}.
	 */
	public void restart() throws IOException, InterruptedException {
		this.process = launch();
	}

	/**
	 * Let it take connections and answer nothing, until {@link #thaw}.
	 */
	public void freeze() throws IOException {
		signal("-STOP");
	}

	public void thaw() throws IOException {
		signal("-CONT");
	}

	private void signal(String signal) throws IOException {
		int status = new ProcessBuilder("kill", signal, String.valueOf(this.process.pid())).start()
			.onExit()
			.join()
			.exitValue();
		if (status != 0) {
			throw new IOException("kill " + signal + " failed");
		}
	}

	public String uri() {
		return "redis://127.0.0.1:" + this.port;
	}

	private void destroy() {
		this.process.destroyForcibly();
	}

	@Override
	public void close() {
		kill();
		Runtime.getRuntime().removeShutdownHook(this.end);
	}

}
