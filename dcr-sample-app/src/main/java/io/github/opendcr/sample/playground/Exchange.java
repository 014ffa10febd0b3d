package io.github.opendcr.sample.playground;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.opendcr.sample.playground.Difference.Kind;

/**
 * A request and its answer, side by side.
 *
 * @param step what was done
 * @param call the request
 * @param reply the answer
 * @param differences what the client got other than it asked for
 */
record Exchange(Step step, Call call, Reply reply, List<Difference> differences) {

	/**
	 * Return what the client is told that it did not ask for so.
	 */
	public List<Difference> getDecisions() {
		return this.differences.stream().filter((difference) -> difference.kind() != Kind.ISSUED).toList();
	}

	/**
	 * Return what the server made.
	 */
	public List<Difference> getIssued() {
		return this.differences.stream().filter((difference) -> difference.kind() == Kind.ISSUED).toList();
	}

	/**
	 * Return the members that are wrong, of an answer that names them all.
	 */
	public List<Map<?, ?>> getViolations() {
		Map<String, Object> json = this.reply.json();
		Object errors = (json != null) ? json.get("errors") : null;
		return (errors instanceof List<?> list)
				? list.stream().filter(Map.class::isInstance).<Map<?, ?>>map((error) -> (Map<?, ?>) error).toList()
				: List.of();
	}

	/**
	 * Return the headers of the request, each on a line.
	 */
	public List<String> getRequestHeaders() {
		return this.call.sentHeaders()
			.entrySet()
			.stream()
			.map((header) -> header.getKey() + ": " + header.getValue())
			.toList();
	}

	/**
	 * Return the body of the request, member by member.
	 */
	public List<Line> getRequestLines() {
		String body = (this.call.body() != null) ? this.call.body() : "";
		return lines(body, Set.of(Kind.NARROWED, Kind.LEFT_OUT, Kind.CHANGED));
	}

	/**
	 * Return the body of the answer, member by member.
	 */
	public List<Line> getReplyLines() {
		return lines(this.reply.body(), Set.of(Kind.NARROWED, Kind.CHANGED, Kind.FILLED_IN, Kind.ISSUED));
	}

	private List<Line> lines(String body, Set<Kind> marked) {
		if (body.isEmpty()) {
			return List.of();
		}
		Map<String, Object> json = Json.object(body);
		if (json == null) {
			// The parameters of a form, one below the other
			return Stream.of(body.split("&(?=[a-z_]+=)|\n")).map((line) -> new Line(" ", "", line)).toList();
		}
		Map<String, Kind> kinds = this.differences.stream()
			.filter((difference) -> marked.contains(difference.kind()))
			.collect(Collectors.toMap(Difference::member, Difference::kind));
		List<Line> lines = new ArrayList<>();
		lines.add(new Line(" ", "", "{"));
		int last = json.size();
		for (Map.Entry<String, Object> member : json.entrySet()) {
			Kind kind = kinds.get(member.getKey());
			String text = "  " + Json.member(member) + ((--last > 0) ? "," : "");
			for (String line : text.split("\n")) {
				lines.add((kind != null) ? new Line(kind.getMark(), kind.getStyle(), line) : new Line(" ", "", line));
			}
		}
		lines.add(new Line(" ", "", "}"));
		return lines;
	}

	/**
	 * A part of a body.
	 *
	 * @param mark the sign in front of it
	 * @param style its class of the style sheet, empty for none
	 * @param text the part
	 */
	record Line(String mark, String style, String text) {
	}

}
