package io.github.opendcr.server.token;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.chain.ProxyTarget;
import io.github.opendcr.server.chain.SpringJdbc;
import io.github.opendcr.server.client.LookUps;

import org.springframework.context.ApplicationContext;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;

/**
 * How authorizations are read and changed by the means of what keeps them.
 */
interface AuthorizationAccess {

	/**
	 * Read something.
	 * @param action what to do
	 * @param <T> the type of the result
	 * @return the result
	 */
	<T extends @Nullable Object> T read(Supplier<T> action);

	/**
	 * Compare an authorization with what a change rests on and change it, while nobody
	 * else does.
	 * @param id the authorization's id
	 * @param action what to do; if it fails nothing is changed, where that can be
	 */
	void change(String id, Runnable action);

	/**
	 * Select what fits a service. Of what is kept by other means than Spring's, nothing
	 * is known that would lock it for all nodes.
	 */
	static AuthorizationAccess select(OAuth2AuthorizationService service, ApplicationContext context) {
		AuthorizationAccess known = known(service, context);
		if (known != null) {
			return known;
		}
		LogFactory.getLog(AuthorizationAccess.class)
			.warn("Authorizations are kept by " + ProxyTarget.of(service).getClass().getName()
					+ ", which can't be locked from outside: "
					+ "a code, a refresh token or a device code that is presented to several nodes at the same moment "
					+ "may be honoured by each of them. Within this process it is honoured once");
		return local();
	}

	/**
	 * Return what fits a service of Spring's, and {@code null} for any other.
	 */
	static @Nullable AuthorizationAccess known(OAuth2AuthorizationService service, ApplicationContext context) {
		Object target = ProxyTarget.of(service);
		if (target instanceof InMemoryOAuth2AuthorizationService) {
			return local();
		}
		return SpringJdbc.PRESENT ? JdbcAuthorizationAccess.of(target, context) : null;
	}

	/**
	 * Return access within this process.
	 */
	static AuthorizationAccess local() {
		return new Local(Stream.generate(ReentrantLock::new).limit(256).toArray(Lock[]::new));
	}

	/**
	 * Access within this process.
	 *
	 * @param locks as many as may be changed at a time
	 */
	record Local(Lock[] locks) implements AuthorizationAccess {

		@Override
		public <T extends @Nullable Object> T read(Supplier<T> action) {
			return LookUps.undisturbed(action);
		}

		@Override
		public void change(String id, Runnable action) {
			Lock lock = this.locks[Math.floorMod(id.hashCode(), this.locks.length)];
			lock.lock();
			try {
				action.run();
			}
			finally {
				lock.unlock();
			}
		}

	}

}
