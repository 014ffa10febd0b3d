package io.github.opendcr.server.token;

import java.lang.reflect.Method;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.chain.ProtectedGetter;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * Locks rows of Spring's table, in a transaction in which they are read and written as
 * well, for all nodes. Within the process one waits before it takes a connection. Apart,
 * since Spring JDBC need not be there.
 *
 * @param jdbcOperations the service's own
 * @param transactionManager that of its database
 * @param local access within this process
 */
record JdbcAuthorizationAccess(JdbcOperations jdbcOperations, Supplier<PlatformTransactionManager> transactionManager,
		AuthorizationAccess local) implements AuthorizationAccess {

	// Not every database has SELECT … FOR UPDATE, and each locks what it updates. What
	// comes first decides what a repeatable read sees.
	private static final String LOCK = "UPDATE oauth2_authorization SET principal_name = principal_name WHERE id = ?";

	private static final int ATTEMPTS = 3;

	/**
	 * Return the access to what a service keeps.
	 * @param target the service, or what its proxies stand for
	 * @return the access, or {@code null} if it isn't known to keep Spring's rows
	 */
	static @Nullable AuthorizationAccess of(Object target, ApplicationContext context) {
		if (AopUtils.isAopProxy(target) || !keepsSpringsRows(target)) {
			return null;
		}
		JdbcOperations jdbcOperations = ProtectedGetter.call(target, "getJdbcOperations", JdbcOperations.class);
		DataSource dataSource = (jdbcOperations instanceof JdbcTemplate template) ? template.getDataSource() : null;
		if (dataSource == null) {
			return null;
		}
		ObjectProvider<PlatformTransactionManager> managers = context.getBeanProvider(PlatformTransactionManager.class);
		Supplier<PlatformTransactionManager> manager = SingletonSupplier
			.of(() -> JdbcTransactions.select(dataSource, managers.getIfUnique()));
		return new JdbcAuthorizationAccess(jdbcOperations, manager, AuthorizationAccess.local());
	}

	// A subclass may have a table or a cache of its own
	private static boolean keepsSpringsRows(Object target) {
		return target instanceof JdbcOAuth2AuthorizationService && isSprings(target, "save", OAuth2Authorization.class)
				&& isSprings(target, "findById", String.class);
	}

	private static boolean isSprings(Object target, String method, Class<?> parameter) {
		Method found = ReflectionUtils.findMethod(target.getClass(), method, parameter);
		return found != null && found.getDeclaringClass() == JdbcOAuth2AuthorizationService.class;
	}

	// Spring's row mapper looks up the client while it holds the connection, and with a
	// second one for each request a pool is soon exhausted. Synchronized, without a
	// transaction, all that is read is read by one.
	@Override
	public <T extends @Nullable Object> T read(Supplier<T> action) {
		return template(TransactionDefinition.PROPAGATION_SUPPORTS).execute((status) -> action.get());
	}

	private TransactionTemplate template(int propagation) {
		TransactionTemplate template = new TransactionTemplate(this.transactionManager.get());
		template.setPropagationBehavior(propagation);
		return template;
	}

	@Override
	public void change(String id, Runnable action) {
		this.local.change(id, () -> {
			for (int attempt = 1;; attempt++) {
				try {
					template(TransactionDefinition.PROPAGATION_REQUIRED).executeWithoutResult((status) -> {
						this.jdbcOperations.update(LOCK, id);
						action.run();
					});
					return;
				}
				catch (ConcurrencyFailureException ex) { // nothing was changed
					if (attempt == ATTEMPTS) {
						throw ex;
					}
				}
			}
		});
	}

}
