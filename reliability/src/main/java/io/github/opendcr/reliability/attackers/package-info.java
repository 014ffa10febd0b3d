/**
 * Connections that mean harm, and others that want to be served.
 */
@NullMarked
package io.github.opendcr.reliability.attackers;

import org.jspecify.annotations.NullMarked;
