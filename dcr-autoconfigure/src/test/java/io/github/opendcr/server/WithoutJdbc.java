package io.github.opendcr.server;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;

import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;

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
			RegisteredClient client = RegisteredClient.withId("id")
				.clientId("client")
				.clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
				.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
				.redirectUri("http://localhost/")
				.build();
			InMemoryRegisteredClientRepository repository = new InMemoryRegisteredClientRepository(client);
			Removers removers = removers(repository);
			removers.authorizations().removeAll(client);
			removers.clients().remove(client);
			if (repository.findById("id") != null) {
				throw new AssertionError("Still there");
			}
			return removers(new GuardedClientRepository(repository, Clock.systemUTC())).missing();
		}

		private static Removers removers(RegisteredClientRepository repository) {
			AuthorizationServerServices services = new AuthorizationServerServices();
			services.add(new AuthorizationServerServices.Server(repository, new InMemoryOAuth2AuthorizationService(),
					new InMemoryOAuth2AuthorizationConsentService(), AuthorizationServerSettings.builder().build(),
					new IdTokenKeys(null)));
			return Removers.select(services, null, null);
		}

	}

}
