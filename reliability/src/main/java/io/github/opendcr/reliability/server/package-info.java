/**
 * What runs beside the scenarios: PostgreSQL, the sample's processes, the host of
 * documents.
 */
@NullMarked
package io.github.opendcr.reliability.server;

import org.jspecify.annotations.NullMarked;
