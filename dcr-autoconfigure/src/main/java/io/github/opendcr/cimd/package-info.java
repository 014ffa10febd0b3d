/**
 * Client ID Metadata Documents: the way of a URL that is a {@code client_id} to a stored
 * client. The seams of the authorization server ask {@code DocumentClients} before
 * anything else looks for the client: whether the URL is admitted
 * ({@code DocumentAdmission}), what its document says ({@code DocumentFetcher}), what is
 * granted of that ({@code DocumentNegotiation}), and into the straight line
 * ({@code DocumentRegistration}). {@code DocumentSweep} looks at documents again from
 * time to time.
 */
@NullMarked
package io.github.opendcr.cimd;

import org.jspecify.annotations.NullMarked;
