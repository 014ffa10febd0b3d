package io.github.opendcr.reliability.server;

import java.sql.SQLException;
import java.util.List;

/**
 * The tables of a database, whatever database it is.
 */
@FunctionalInterface
public interface Tables {

	/**
	 * Return the first column of all rows.
	 */
	List<String> query(String sql) throws SQLException;

	default long number(String sql) throws SQLException {
		return Long.parseLong(query(sql).get(0));
	}

}
