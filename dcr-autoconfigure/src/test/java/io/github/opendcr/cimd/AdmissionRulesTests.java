package io.github.opendcr.cimd;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.cimd.AdmissionRules.Mode;
import io.github.opendcr.cimd.DocumentAdmission.Decision;
import io.github.opendcr.cimd.DocumentAdmission.Outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link AdmissionRules}.
 */
class AdmissionRulesTests {

	private final List<AdmissionRule> allowed = List.of(host("*.example.com", "domain"),
			host("*.b.example.com", "below"), host("a.b.example.com", "host"), url("https://a.b.example.com/c", "url"),
			url("https://a.b.example.com/d", "other url"), host("claude.example", null),
			host("localhost:8443", "port"));

	private static AdmissionRule host(String host, @Nullable String policy) {
		return new AdmissionRule(null, host, policy, false);
	}

	private static AdmissionRule url(String url, String policy) {
		return new AdmissionRule(url, null, policy, false);
	}

	@ParameterizedTest
	@CsvSource({ "https://a.b.example.com/c,url", "https://a.b.example.com/d,other url",
			"https://a.b.example.com/C,host", "https://x.b.example.com/c,below", "https://x.y.b.example.com/c,below",
			"https://b.example.com/c,domain", "https://x.example.com/c,domain", "https://localhost:8443/c,port" })
	void judgeWhenSeveralRulesMeanItThenTheMostExactOneCounts(String url, String policy) {
		assertThat(new AdmissionRules(Mode.LISTED, this.allowed, List.of()).judge(url))
			.isEqualTo(Decision.admit(policy));
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://example.com/c", "https://notexample.com/c", "https://example.com.evil.example/c",
			"https://claude.example.evil.example/c", "https://x.claude.example/c", "https://claude.example:8443/c",
			"https://a.b.example.com:8443/c", "https://localhost/c", "https://localhost:8444/c",
			"https://evil.example/https://a.b.example.com/c", "https://evil.example/c?https://a.b.example.com/c" })
	void judgeWhenListedThenOthersAreRefused(String url) {
		assertThat(new AdmissionRules(Mode.LISTED, this.allowed, List.of()).judge(url)).isEqualTo(Decision.refuse());
		assertThat(new AdmissionRules(Mode.OPEN, this.allowed, List.of()).judge(url)).isEqualTo(Decision.admit(null));
		assertThat(new AdmissionRules(Mode.REPORT, this.allowed, List.of()).judge(url).outcome())
			.isEqualTo(Outcome.REPORTED);
	}

	@Test
	void judgeWhenDeniedThenRefusedHoweverExactlyItIsAllowed() {
		List<AdmissionRule> denied = List.of(host("*.b.example.com", null), host("claude.example", null));
		for (Mode mode : Mode.values()) {
			AdmissionRules rules = new AdmissionRules(mode, this.allowed, denied);
			assertThat(rules.judge("https://a.b.example.com/c")).isEqualTo(Decision.refuse());
			assertThat(rules.judge("https://claude.example/c")).isEqualTo(Decision.refuse());
			assertThat(rules.judge("https://x.example.com/c")).isEqualTo(Decision.admit("domain"));
		}
	}

	@Test
	void judgeWhenHostIsDeniedThenAtAllOfItsPortsUnlessOneIsNamed() {
		AdmissionRules rules = new AdmissionRules(Mode.OPEN, List.of(host("evil.example:8443", null)),
				List.of(host("evil.example", null), host("*.evil.example", null), host("some.example:8443", null)));
		for (String url : List.of("https://evil.example/c", "https://evil.example:8443/c", "https://evil.example:1/c",
				"https://a.evil.example:8443/c", "https://some.example:8443/c")) {
			assertThat(rules.judge(url)).as(url).isEqualTo(Decision.refuse());
		}
		for (String url : List.of("https://some.example/c", "https://some.example:8444/c",
				"https://a.some.example:8443/c", "https://notevil.example:8443/c")) {
			assertThat(rules.judge(url)).as(url).isEqualTo(Decision.admit(null));
		}
	}

	@Test
	void judgeWhenMostExactRuleIsOfClientsInDevelopmentThenSaysSo() {
		List<AdmissionRule> allowed = List.of(new AdmissionRule(null, "*.dev.example", "dev", true),
				new AdmissionRule(null, "ready.dev.example", null, false),
				new AdmissionRule("https://ready.dev.example/next", null, null, true));
		for (Mode mode : Mode.values()) {
			AdmissionRules rules = new AdmissionRules(mode, allowed, List.of());
			assertThat(rules.judge("https://x.dev.example/c")).isEqualTo(Decision.admit("dev").inDevelopment());
			assertThat(rules.judge("https://ready.dev.example/c")).isEqualTo(Decision.admit(null));
			assertThat(rules.judge("https://ready.dev.example/next").development()).isTrue();
			assertThat(rules.judge("https://other.example/c").development()).isFalse();
		}
	}

	@Test
	void rulesThenAsTheyWereGiven() {
		List<AdmissionRule> denied = List.of(host("evil.example", null));
		AdmissionRules rules = new AdmissionRules(Mode.REPORT, this.allowed, denied);
		assertThat(rules.mode()).isEqualTo(Mode.REPORT);
		assertThat(rules.allowed()).isEqualTo(this.allowed);
		assertThat(rules.denied()).isEqualTo(denied);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "*", "*.", "https://client.example", "client.example/c", "Client.example",
			"a.*.example", "client.example:0", "client.example:x", "client.example:443", "*.client.example:65536",
			"client.example:8443:1", "user@client.example", "client.example.", "-client.example" })
	void ruleWhenHostIsNoneThenIllegalArgument(String host) {
		assertThatIllegalArgumentException().isThrownBy(() -> host(host, null));
	}

	@Test
	void ruleWhenNotOneOfUrlAndHostThenIllegalArgument() {
		assertThatIllegalArgumentException().isThrownBy(() -> new AdmissionRule(null, null, null, false));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new AdmissionRule("https://client.example/c", "client.example", null, false));
		assertThatIllegalArgumentException().isThrownBy(() -> url("https://client.example/", "policy"))
			.withMessageContaining("no path");
	}

}
