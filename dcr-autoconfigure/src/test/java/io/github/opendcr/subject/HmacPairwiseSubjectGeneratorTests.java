package io.github.opendcr.subject;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class HmacPairwiseSubjectGeneratorTests {

	private final HmacPairwiseSubjectGenerator generator = new HmacPairwiseSubjectGenerator("a-salt-of-16-or-more");

	@Test
	void generateThenTheSameForEver() {
		// a change of the algorithm would give all users other subjects
		assertThat(this.generator.generate("one.example", "user"))
			.isEqualTo("7FnmDhKJi5eIoGG-EpEuILkqO7yDCcwwGugTxdPDyqw");
	}

	@Test
	void generateWhenAnythingDiffersThenAnother() {
		assertThat(this.generator.generate("one.example", "user"))
			.isNotEqualTo(this.generator.generate("two.example", "user"))
			.isNotEqualTo(this.generator.generate("one.example", "User"))
			.isNotEqualTo(this.generator.generate("one.exampleu", "ser"))
			.isNotEqualTo(new HmacPairwiseSubjectGenerator("another-salt-of-16").generate("one.example", "user"));
	}

	@Test
	void createWhenSaltIsShortThenRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new HmacPairwiseSubjectGenerator("15-characters.."))
			.withMessageContaining("16");
	}

}
