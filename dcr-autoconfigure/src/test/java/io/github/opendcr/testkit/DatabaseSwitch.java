package io.github.opendcr.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.function.Predicate;

import javax.sql.DataSource;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Takes the database of an application away and gives it back. An application has it if
 * it is one of its sources.
 */
public final class DatabaseSwitch implements BeanPostProcessor {

	private volatile State state = State.THERE;

	/**
	 * From now on the database is so.
	 */
	public void set(State state) {
		this.state = state;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (bean instanceof DataSource dataSource) ? new Switched(dataSource) : bean;
	}

	/**
	 * How the database is.
	 */
	public enum State {

		/**
		 * As it should be.
		 */
		THERE,

		/**
		 * There is no connection to it.
		 */
		AWAY,

		/**
		 * It takes no changes.
		 */
		READ_ONLY,

		/**
		 * It has no room for new rows.
		 */
		FULL,

		/**
		 * It has other tables than it should.
		 */
		WRONG

	}

	private final class Switched extends DelegatingDataSource {

		private Switched(DataSource dataSource) {
			super(dataSource);
		}

		@Override
		public Connection getConnection() throws SQLException {
			return switch (DatabaseSwitch.this.state) {
				case THERE -> super.getConnection();
				// as a pool does whose connections are all in use or gone
				case AWAY -> throw new SQLTransientConnectionException("HikariPool-1 - Connection is not available");
				case READ_ONLY -> failing(super.getConnection(), (sql) -> !sql.startsWith("SELECT"),
						"ERROR: cannot execute it in a read-only transaction", "25006");
				case FULL -> failing(super.getConnection(), (sql) -> sql.startsWith("INSERT"),
						"ERROR: could not extend file: No space left on device", "53100");
				case WRONG -> failing(super.getConnection(), (sql) -> true, "ERROR: relation does not exist", "42P01");
			};
		}

		// as PostgreSQL says it
		private static Connection failing(Connection connection, Predicate<String> statements, String message,
				String code) {
			return (Connection) Proxy.newProxyInstance(Switched.class.getClassLoader(),
					new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
						if (method.getName().startsWith("prepare")
								&& statements.test(((String) arguments[0]).strip())) {
							throw new SQLException(message, code);
						}
						try {
							return method.invoke(connection, arguments);
						}
						catch (InvocationTargetException ex) {
							throw ex.getCause();
						}
					});
		}

	}

}
