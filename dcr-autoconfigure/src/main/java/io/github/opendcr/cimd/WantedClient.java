package io.github.opendcr.cimd;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.Registrant;
import io.github.opendcr.server.client.DocumentResolution.Caller;

/**
 * A client that is to be made or refreshed.
 *
 * @param url the URL
 * @param registrant on which terms
 * @param caller for whom the fetch of an unknown document is counted, or {@code null}
 * @param anew whether by the document as it is now, and not by what is known of it
 */
record WantedClient(String url, Registrant registrant, @Nullable Caller caller, boolean anew) {
}
