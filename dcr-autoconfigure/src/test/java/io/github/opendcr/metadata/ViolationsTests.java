package io.github.opendcr.metadata;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link Violations}.
 */
class ViolationsTests {

	private static final ClientMetadata METADATA = ClientMetadata.of(Map.of("a", "1", "b", "2", "c", "3"));

	@Test
	void thrownThenTheFirstEndsIt() {
		Violations violations = Violations.thrown();
		assertThatNoException().isThrownBy(() -> violations.check(() -> {
		}));
		assertThatExceptionOfType(RegistrationException.class).isThrownBy(() -> violations.check(() -> refuse("a")));
		assertThatExceptionOfType(RegistrationException.class)
			.isThrownBy(() -> violations.step(METADATA, (metadata) -> refuse("a")));
		assertThat(violations.areNone()).isTrue();
		assertThatNoException().isThrownBy(violations::throwAll);
	}

	@Test
	void collectedThenAllAreToldOnceForEachMember() {
		Violations violations = Violations.collected();
		assertThat(violations.areNone()).isTrue();
		assertThatNoException().isThrownBy(violations::throwAll);
		violations.check(() -> {
		});
		assertThat(violations.areNone()).isTrue();
		violations.check(() -> refuse("a"));
		violations.check(() -> refuse("a"));
		violations.check(() -> refuse(null));
		violations.check(() -> refuse(null));
		violations.check(() -> refuse("b"));
		assertThat(violations.areNone()).isFalse();
		assertThatExceptionOfType(ViolationsException.class).isThrownBy(violations::throwAll)
			.satisfies((ex) -> assertThat(ex.getViolations()).extracting(RegistrationException::getMember)
				.containsExactly("a", null, null, "b"))
			.satisfies((ex) -> assertThat(ex.getMember()).isEqualTo("a"));
	}

	@Test
	void stepThenGoesOnWithoutWhatWasRefused() {
		Violations violations = Violations.collected();
		ClientMetadata left = violations.step(METADATA, (metadata) -> {
			for (String member : List.of("a", "b")) {
				if (metadata.has(member)) {
					refuse(member);
				}
			}
			return metadata.with("d", "4");
		});
		assertThat(left.asMap()).isEqualTo(Map.of("c", "3", "d", "4"));
		// it would be refused for ever
		assertThat(violations.step(METADATA, (metadata) -> refuse("x"))).isEqualTo(METADATA);
		assertThat(violations.step(METADATA, (metadata) -> refuse(null))).isEqualTo(METADATA);
	}

	@Test
	void collectedWhenNoChangeOfTheMetadataHelpsThenEndsIt() {
		assertThatExceptionOfType(RegistrationException.class).isThrownBy(() -> Violations.collected().check(() -> {
			throw new RegistrationException(RegistrationError.ACCESS_DENIED, "No");
		}));
	}

	private static ClientMetadata refuse(@Nullable String member) {
		throw new RegistrationException(RegistrationError.INVALID_CLIENT_METADATA, member, "Refused");
	}

}
