/**
 * The database fails over to its standby under load.
 */
@NullMarked
package io.github.opendcr.reliability.failover;

import org.jspecify.annotations.NullMarked;
