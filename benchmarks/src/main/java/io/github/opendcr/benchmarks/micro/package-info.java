/**
 * What the parts of a registration cost by themselves, without HTTP and without a
 * database.
 */
@NullMarked
package io.github.opendcr.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
