package io.github.opendcr.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.github.opendcr.testkit.MutableClock;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What anybody can send as it appears in a log, and how much of it.
 */
class AuditTextTests {

	@Test
	void lineWhenValueNeedsItThenIsQuoted() {
		assertThat(line("plain")).isEqualTo("dcr.some member=plain");
		assertThat(line("https://a.example/cb?x#y")).isEqualTo("dcr.some member=https://a.example/cb?x#y");
		assertThat(line("a b")).isEqualTo("dcr.some member=\"a b\"");
		assertThat(line("a=b")).isEqualTo("dcr.some member=\"a=b\"");
		assertThat(line("Zo\u00EB")).isEqualTo("dcr.some member=\"Zo\u00EB\"");
		assertThat(line("a\\b")).isEqualTo("dcr.some member=\"a\\\\b\"");
		assertThat(line("")).isEqualTo("dcr.some member=\"\"");
	}

	@Test
	void lineWhenValueIsHostileThenIsOneLineThatCommandsNothing() {
		for (String hostile : List.of("a\nb", "a\r\nb", "a\u001B[31mb", "a\u009B31mb", "a\u0000b", "a\u007Fb",
				"a\u202Eb", "a\u2028b", "a\u200Bb", "a\uFEFFb", "a\uD800b", "\uDC00")) {
			String line = line(hostile);
			assertThat(line).as(line).matches("[\\x20-\\x7E]*").contains("\\u{").doesNotContain(hostile);
		}
	}

	@Test
	void lineWhenValueTriesToBeAnotherMemberThenStaysInItsQuotation() {
		assertThat(line("x\" actor=\"operator")).isEqualTo("dcr.some member=\"x\\\" actor=\\\"operator\"");
	}

	@Test
	void lineWhenValueIsLongThenIsCut() {
		assertThat(line("x".repeat(10_000))).hasSizeLessThan(300).endsWith("...");
	}

	private static String line(String value) {
		return new AuditRecord("dcr.some", null,
				new AuditRecord.Builder("dcr.some").with("member", value).build().members())
			.toLine();
	}

	@Test
	void takeWhenOneAddressFloodsThenHasItsPartAndOthersHaveTheRest() {
		MutableClock clock = new MutableClock(Instant.EPOCH);
		LineBudget budget = new LineBudget(clock);
		assertThat(taken(budget, "flood", 1000)).isEqualTo(Map.of(LineBudget.Verdict.WRITE, (long) LineBudget.EACH,
				LineBudget.Verdict.LAST, 1L, LineBudget.Verdict.DROP, 1000L - LineBudget.EACH - 1));
		assertThat(budget.take("other")).isEqualTo(LineBudget.Verdict.WRITE);
		long written = IntStream.range(0, 5000)
			.filter((i) -> budget.take("address-" + i) == LineBudget.Verdict.WRITE)
			.count();
		assertThat(written).isLessThanOrEqualTo(LineBudget.IN_ALL);
		assertThat(budget.take("late")).isEqualTo(LineBudget.Verdict.DROP);
		clock.advance(Duration.ofMinutes(1));
		assertThat(budget.take("flood")).isEqualTo(LineBudget.Verdict.WRITE);
	}

	@Test
	void takeWhenOneSubscriberHasManyAddressesThenHasThePartOfOne() {
		LineBudget budget = new LineBudget(new MutableClock(Instant.EPOCH));
		long written = IntStream.range(0, 5000)
			.filter((i) -> budget.take("2001:db8:1:2::%x".formatted(i)) == LineBudget.Verdict.WRITE)
			.count();
		assertThat(written).isEqualTo(LineBudget.EACH);
		assertThat(budget.take("2001:db8:1:3::1")).isEqualTo(LineBudget.Verdict.WRITE);
	}

	@Test
	void takeWhenTheClockIsPutBackThenLinesAreWrittenAgain() {
		MutableClock clock = new MutableClock(Instant.EPOCH.plus(Duration.ofDays(1)));
		LineBudget budget = new LineBudget(clock);
		taken(budget, "flood", LineBudget.EACH + 2);
		clock.set(Instant.EPOCH);
		assertThat(budget.take("flood")).isEqualTo(LineBudget.Verdict.WRITE);
	}

	private static Map<LineBudget.Verdict, Long> taken(LineBudget budget, String address, int times) {
		return IntStream.range(0, times)
			.mapToObj((i) -> budget.take(address))
			.collect(Collectors.groupingBy((verdict) -> verdict, Collectors.counting()));
	}

}
