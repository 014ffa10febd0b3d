/**
 * Where registrations are kept: in a table or in memory, and the checks at start-up that
 * the tables are as they should be. {@code JdbcClientRegistrationStore} and what checks
 * its tables need {@code spring-jdbc}, which is optional; nothing else does.
 */
@NullMarked
package io.github.opendcr.store;

import org.jspecify.annotations.NullMarked;
