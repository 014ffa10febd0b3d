package io.github.opendcr.autoconfigure;

import java.util.List;

/**
 * The properties of one module below {@code dcr.}: any other stops the start. A module
 * names its implementation in {@code META-INF/spring.factories}.
 *
 * @since 0.1.0
 */
public interface PropertyTypes {

	/**
	 * Return what the properties are bound to.
	 * @return records that are annotated with {@code @ConfigurationProperties}
	 */
	List<Class<?>> types();

}
