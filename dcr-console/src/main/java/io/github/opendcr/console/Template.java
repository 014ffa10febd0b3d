package io.github.opendcr.console;

import gg.jte.html.HtmlTemplateOutput;

import io.github.opendcr.console.view.Frame;

/**
 * Writes what a page shows.
 */
@FunctionalInterface
interface Template {

	/**
	 * Write the page.
	 * @param output where to
	 * @param frame what it has around it
	 */
	void render(HtmlTemplateOutput output, Frame frame);

}
