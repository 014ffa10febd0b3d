/**
 * Wiring and properties: what makes the objects of all other rooms, under Spring Boot's
 * conditions. {@code DcrAutoConfiguration} is the entry. The {@code Dcr…Properties} only
 * hold data; a mapper beside them makes domain objects of it, and a check at the start
 * says what is missing. It imports everything, and nothing imports it.
 */
@NullMarked
package io.github.opendcr.autoconfigure;

import org.jspecify.annotations.NullMarked;
