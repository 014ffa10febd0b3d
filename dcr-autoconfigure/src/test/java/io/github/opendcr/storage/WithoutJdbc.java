package io.github.opendcr.storage;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Callable;

import io.github.opendcr.server.chain.TestServices;

import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * The class path of an application that doesn't have Spring JDBC. Our classes and the
 * authorization server's are defined anew, so that they are linked without it.
 */
final class WithoutJdbc extends ClassLoader {

	WithoutJdbc(ClassLoader parent) {
		super(parent);
	}

	@Override
	protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
		if (name.startsWith("org.springframework.jdbc.")) {
			throw new ClassNotFoundException(name);
		}
		if (name.startsWith("io.github.opendcr.") || name.startsWith("org.springframework.security.oauth2.server.")) {
			Class<?> loaded = findLoadedClass(name);
			return (loaded != null) ? loaded : define(name);
		}
		return super.loadClass(name, resolve);
	}

	private Class<?> define(String name) throws ClassNotFoundException {
		try (InputStream stream = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
			if (stream == null) {
				throw new ClassNotFoundException(name);
			}
			byte[] bytes = stream.readAllBytes();
			return defineClass(name, bytes, 0, bytes.length);
		}
		catch (IOException ex) {
			throw new ClassNotFoundException(name, ex);
		}
	}

	/**
	 * Removes a client from memory, and returns what is missing for another repository.
	 */
	public static final class Probe implements Callable<List<String>> {

		@Override
		public List<String> call() {
			InMemoryRegisteredClientRepository repository = new InMemoryRegisteredClientRepository(
					TestServices.client());
			TestRemoval.remove(TestServices.of(repository), TestServices.client());
			if (repository.findById("id") != null) {
				throw new AssertionError("Still there");
			}
			return TestRemoval.remove(TestServices.of(new UnknownRepository()), TestServices.client());
		}

	}

	/**
	 * A repository of which nothing is known.
	 */
	public static final class UnknownRepository implements RegisteredClientRepository {

		@Override
		public void save(RegisteredClient registeredClient) {
		}

		@Override
		public RegisteredClient findById(String id) {
			return null;
		}

		@Override
		public RegisteredClient findByClientId(String clientId) {
			return null;
		}

	}

}
