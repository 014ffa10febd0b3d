/**
 * How many clients there may be at a time. {@code storage} asks {@code ClientQuotas} what
 * a change of a client takes and gives back, and makes that {@code QuotaChange} in the
 * transaction that writes the client. {@code ClientQuotaStore} keeps the numbers.
 */
@NullMarked
package io.github.opendcr.quota;

import org.jspecify.annotations.NullMarked;
