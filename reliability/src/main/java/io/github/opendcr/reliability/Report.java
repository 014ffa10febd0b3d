package io.github.opendcr.reliability;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a scenario found: its promises, and what else there is to know. Printed as
 * Markdown.
 */
public final class Report {

	private static final int SHOWN = 10;

	private final String title;

	private final List<Promise> promises = new ArrayList<>();

	private final Map<String, Object> facts = new LinkedHashMap<>();

	private final StringBuilder tables = new StringBuilder();

	public Report(String title) {
		this.title = title;
	}

	/**
	 * Add a promise, which has to be looked at at least once.
	 */
	public Promise promise(String text) {
		Promise promise = new Promise(text);
		this.promises.add(promise);
		return promise;
	}

	public void fact(String name, Object value) {
		this.facts.put(name, value);
	}

	/**
	 * Add a table or a sentence in Markdown.
	 */
	public void add(String markdown) {
		this.tables.append('\n').append(markdown).append('\n');
	}

	boolean isKept() {
		return this.promises.stream().allMatch(Promise::isKept);
	}

	String toMarkdown() {
		StringBuilder text = new StringBuilder(
				"## " + this.title + "\n\n| promise | looked at | broken |\n| --- | --: | --: |\n");
		this.promises.forEach((promise) -> text.append("| ")
			.append(promise.text())
			.append(" | ")
			.append(promise.checks())
			.append(" | ")
			.append(promise.breaches().size())
			.append(" |\n"));
		text.append("\n| | |\n| --- | --: |\n");
		this.facts.forEach((name, value) -> text.append("| " + name + " | " + value + " |\n"));
		text.append(this.tables);
		this.promises.forEach((promise) -> promise.breaches()
			.stream()
			.limit(SHOWN)
			.forEach((breach) -> text.append("\nBROKEN: " + promise.text() + ": " + breach + "\n")));
		return text.toString();
	}

}
