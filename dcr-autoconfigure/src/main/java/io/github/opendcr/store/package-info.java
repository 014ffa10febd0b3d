/**
 * Our own tables and maps: the implementations of all {@code …Store} interfaces, by JDBC
 * and in memory ({@code JdbcStores}, {@code InMemoryStores}), and the checks at the start
 * that the tables are as they should be. {@code JdbcClientRegistrationStore} and what
 * checks its tables need {@code spring-jdbc}, which is optional; nothing else does. A new
 * database is a script beside these classes and a subclass of each contract in the tests.
 */
@NullMarked
package io.github.opendcr.store;

import org.jspecify.annotations.NullMarked;
