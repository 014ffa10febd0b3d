package io.github.opendcr.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link TestServer} in a process of its own.
 */
public final class ServerProcess implements AutoCloseable {

	private static final String LISTENING = "listening at ";

	private final Process process;

	private final String base;

	private ServerProcess(Process process) throws IOException {
		this.process = process;
		BufferedReader output = process.inputReader();
		StringBuilder log = new StringBuilder();
		String line = output.readLine();
		while (line != null && !line.startsWith(LISTENING)) {
			log.append(line).append('\n');
			line = output.readLine();
		}
		if (line == null) {
			throw new IllegalStateException("The server ended before it listened:\n" + log);
		}
		this.base = line.substring(LISTENING.length());
		drain(output);
	}

	/**
	 * Reads on, into nothing: a process whose output nobody reads stops when the pipe is
	 * full.
	 */
	public static void drain(Reader output) {
		Thread reader = new Thread(() -> {
			try {
				output.transferTo(Writer.nullWriter());
			}
			catch (IOException ex) {
				// the process was ended
			}
		});
		reader.setDaemon(true);
		reader.start();
	}

	public static ServerProcess start(Class<?> configuration, String... properties) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(ProcessHandle.current().info().command().orElse("java"), "-XX:TieredStopAtLevel=1", "-cp",
						System.getProperty("java.class.path"), ServerProcess.class.getName(), configuration.getName()));
		command.addAll(List.of(properties));
		return new ServerProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
	}

	public Http http() {
		return new Http(this.base);
	}

	@Override
	public void close() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	/**
	 * Run the server until the process is ended.
	 * @param arguments the name of a configuration class, and properties
	 */
	public static void main(String[] arguments) throws ClassNotFoundException {
		List<String> properties = List.of(arguments).subList(1, arguments.length);
		TestServer server = TestServer.start(Class.forName(arguments[0]), properties.toArray(String[]::new));
		System.out.println(LISTENING + server.base());
	}

}
