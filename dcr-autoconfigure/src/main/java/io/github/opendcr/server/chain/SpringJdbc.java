package io.github.opendcr.server.chain;

import org.springframework.util.ClassUtils;

/**
 * Whether Spring JDBC is there. Classes that need it are apart, and are touched only if
 * it is.
 *
 * @since 0.1.0
 */
public final class SpringJdbc {

	/**
	 * Whether it is on the class path.
	 */
	public static final boolean PRESENT = ClassUtils.isPresent("org.springframework.jdbc.core.JdbcOperations",
			SpringJdbc.class.getClassLoader());

	private SpringJdbc() {
	}

}
