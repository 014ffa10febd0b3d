package io.github.opendcr.cimd;

import org.jspecify.annotations.Nullable;

/**
 * A member of a document of which the client gets less than was published, or nothing.
 *
 * @param member the member's name, with its language tag
 * @param published what the document, or its software statement, says
 * @param kept what the client gets of it, or {@code null} if nothing
 * @param why a sentence without its full stop, for operators and for whoever publishes
 * the document
 * @since 0.1.0
 */
public record Narrowing(String member, Object published, @Nullable Object kept, String why) {
}
