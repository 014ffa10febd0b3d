/**
 * Client ID Metadata Documents: the way of a URL that is a {@code client_id} to a stored
 * client. Whether it is admitted, its document, what is granted of that, and when it is
 * looked at again.
 */
@NullMarked
package io.github.opendcr.cimd;

import org.jspecify.annotations.NullMarked;
