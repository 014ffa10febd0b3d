/**
 * What a consent page shows of a client. A page asks {@code ConsentModels} for the
 * request that waits for the user, and gets a {@code ConsentModel}: what the client says
 * of itself, made harmless, and what the server knows of it. {@code ShownClient} tells
 * whether that has changed since the user agreed.
 */
@NullMarked
package io.github.opendcr.consent;

import org.jspecify.annotations.NullMarked;
