package io.github.opendcr.metadata;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

import io.github.opendcr.ClientMetadataMember;
import io.github.opendcr.ClientMetadataMember.Type;
import io.github.opendcr.RegistrationException;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MemberTypes}.
 */
class MemberTypesTests {

	private static final List<Arguments> UNFIT = List.of(Arguments.of(Type.STRING, 1, "must be a string, not a number"),
			Arguments.of(Type.STRING, List.of(), "must be a string, not an array"),
			Arguments.of(Type.STRING, "", "must not contain an empty value"),
			Arguments.of(Type.URL, Map.of(), "must be a string, not an object"),
			Arguments.of(Type.URL, "client.example", "must be an absolute https URL (or http): 'client.example'"),
			Arguments.of(Type.BOOLEAN, 1, "must be a boolean, not a number"),
			Arguments.of(Type.BOOLEAN, "true", "must be a boolean, not a string"),
			Arguments.of(Type.INTEGER, 1.5, "must be an integer, not a number"),
			Arguments.of(Type.INTEGER, true, "must be an integer, not a boolean"),
			Arguments.of(Type.OBJECT, List.of(), "must be an object, not an array"));

	@ParameterizedTest
	@FieldSource("UNFIT")
	void checkWhenValueIsOfAnotherTypeThenSaysOfWhich(Type type, Object value, String problem) {
		assertRefused(member(type), value, problem);
		assertRefused(member(type).asArray(), List.of(value), problem);
	}

	@Test
	void checkWhenOneValueInPlaceOfAnArrayThenSaysOfWhatItMustBe() {
		assertRefused(member(Type.STRING).asArray(), "a", "must be an array of strings");
		assertRefused(member(Type.OBJECT).asArray(), Map.of(), "must be an array of objects");
	}

	@Test
	void checkWhenValueFitsThenItsRuleIsAsked() {
		Map<Type, List<Object>> fit = Map.of(Type.STRING, List.of("a"), Type.URL, List.of("https://client.example/"),
				Type.BOOLEAN, List.of(true, false), Type.INTEGER, List.of(1, 1L, BigInteger.ONE), Type.OBJECT,
				List.of(Map.of()));
		fit.forEach((type, values) -> values.forEach((value) -> {
			MemberTypes.check(member(type), "x", value);
			assertRefused(member(type).withRule((name, judged) -> {
				throw MemberRules.refused(name, "is judged: " + judged);
			}), value, "is judged: " + value);
		}));
	}

	private static ClientMetadataMember member(Type type) {
		return ClientMetadataMember.of("x", type);
	}

	private static void assertRefused(ClientMetadataMember member, Object value, String problem) {
		assertThatExceptionOfType(RegistrationException.class).isThrownBy(() -> MemberTypes.check(member, "x", value))
			.withMessage("x " + problem);
	}

}
