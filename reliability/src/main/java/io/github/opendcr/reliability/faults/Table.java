package io.github.opendcr.reliability.faults;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was seen of each fault. For many threads.
 */
final class Table {

	private final Map<String, Row> rows = new LinkedHashMap<>();

	synchronized void answered(String name, boolean succeeded, long time) {
		Row row = row(name);
		row.done += succeeded ? 1 : 0;
		row.refused += succeeded ? 0 : 1;
		row.longest = Math.max(row.longest, time);
	}

	synchronized void recovered(String name, long time) {
		row(name).recovery = Math.max(row(name).recovery, time);
	}

	private Row row(String name) {
		return this.rows.computeIfAbsent(name, (key) -> new Row());
	}

	synchronized String toMarkdown() {
		StringBuilder text = new StringBuilder(
				"| what is wrong | done | 503 | longest answer, ms | serves again after, ms |\n"
						+ "| --- | --: | --: | --: | --: |\n");
		this.rows.forEach((name, row) -> text.append("| ")
			.append(name)
			.append(" | ")
			.append(row.done)
			.append(" | ")
			.append(row.refused)
			.append(" | ")
			.append(row.longest)
			.append(" | ")
			.append(row.recovery)
			.append(" |\n"));
		return text.toString();
	}

	private static final class Row {

		private int done;

		private int refused;

		private long longest;

		private long recovery;

	}

}
