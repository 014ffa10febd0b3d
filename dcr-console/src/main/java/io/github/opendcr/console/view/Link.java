package io.github.opendcr.console.view;

/**
 * A link to what an operator may do.
 *
 * @param id the id of the element
 * @param text what it says
 * @param url where it leads
 * @param style how it looks: a class of the stylesheet, or none
 * @since 0.1.0
 */
public record Link(String id, String text, String url, String style) {
}
