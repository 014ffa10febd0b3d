package io.github.opendcr.cimd;

/**
 * A pinned document could be read where it belongs, and says something else than the copy
 * that the operator keeps. Published on the thread that read it, once for each text that
 * it has. An exception in a listener is logged and changes nothing.
 *
 * @param url the client's URL
 * @param pinned the copy
 * @param current what the document says now, which nobody has judged yet
 * @since 0.1.0
 */
public record PinnedDocumentDrifted(String url, String pinned, String current) {
}
