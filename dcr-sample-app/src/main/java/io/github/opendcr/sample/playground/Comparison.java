package io.github.opendcr.sample.playground;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.metadata.ClientMetadataCatalogue;
import io.github.opendcr.sample.playground.Difference.Kind;

/**
 * Compares what a client asked for with what the server answered, which is all that was
 * registered (RFC 7591 §3.2.1): so a client finds out what it got.
 */
final class Comparison {

	private final Reasons reasons;

	Comparison(Reasons reasons) {
		this.reasons = reasons;
	}

	/**
	 * Compare.
	 * @param asked the metadata as sent
	 * @param answered the client information as answered
	 * @return the differences, what the client didn't get first
	 */
	List<Difference> compare(Map<String, Object> asked, Map<String, Object> answered) {
		Set<String> members = new LinkedHashSet<>(asked.keySet());
		members.addAll(answered.keySet());
		List<Difference> differences = new ArrayList<>();
		for (String member : members) {
			Object before = asked.get(member);
			Object after = answered.get(member);
			if (!ClientMetadataCatalogue.isSame(member, before, after)) {
				Kind kind = kind(member, before, after);
				differences.add(new Difference(member, kind, json(before), json(after),
						this.reasons.why(member, kind, asked, answered)));
			}
		}
		differences.sort(Comparator.comparing(Difference::kind));
		return differences;
	}

	private static Kind kind(String member, @Nullable Object before, @Nullable Object after) {
		if (before == null) {
			return Reasons.isIssued(member) ? Kind.ISSUED : Kind.FILLED_IN;
		}
		if (after == null) {
			return Kind.LEFT_OUT;
		}
		return (ClientMetadataCatalogue.unordered(member, before) instanceof Set<?> more
				&& ClientMetadataCatalogue.unordered(member, after) instanceof Set<?> fewer && more.containsAll(fewer))
						? Kind.NARROWED : Kind.CHANGED;
	}

	private static @Nullable String json(@Nullable Object value) {
		return (value != null) ? Json.write(value) : null;
	}

}
