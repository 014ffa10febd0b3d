package io.github.opendcr.server.token;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanWrapper;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.ResourceTransactionManager;

/**
 * Chooses what begins and commits the transactions of a database.
 *
 * @since 0.1.0
 */
public final class JdbcTransactions {

	private JdbcTransactions() {
	}

	/**
	 * Select the application's transaction manager if it is of that database, otherwise
	 * one that is.
	 * @param dataSource the database
	 * @param application the application's, or {@code null} if it has none or several
	 * @return the transaction manager
	 */
	public static PlatformTransactionManager select(DataSource dataSource,
			@Nullable PlatformTransactionManager application) {
		return (application != null && isFor(dataSource, application)) ? application
				: new JdbcTransactionManager(dataSource);
	}

	private static boolean isFor(DataSource dataSource, PlatformTransactionManager transactionManager) {
		if (!(transactionManager instanceof ResourceTransactionManager manager)) {
			return true; // JTA, or the application's own
		}
		BeanWrapper properties = PropertyAccessorFactory.forBeanPropertyAccess(transactionManager);
		return manager.getResourceFactory() == dataSource || (properties.isReadableProperty("dataSource")
				&& properties.getPropertyValue("dataSource") == dataSource); // JPA
	}

}
