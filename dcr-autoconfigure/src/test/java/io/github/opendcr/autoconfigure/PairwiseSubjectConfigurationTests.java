package io.github.opendcr.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.subject.PairwiseSubjectGenerator;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PairwiseSubjectConfiguration}.
 */
class PairwiseSubjectConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withUserConfiguration(PairwiseSubjectConfiguration.class)
		.withBean(RegisteredClientRepository.class, () -> new InMemoryRegisteredClientRepository(TestClients.client()));

	@Test
	void beansWhenNoSaltThenAbsent() {
		this.contextRunner
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(PairwiseSubjectGenerator.class));
	}

	@Test
	void beansWhenSaltThenCreated() {
		this.contextRunner.withPropertyValues("dcr.pairwise.salt=a-salt-of-enough-characters")
			.run((context) -> assertThat(context).hasSingleBean(PairwiseSubjectGenerator.class));
	}

	@Test
	void beansWhenTheApplicationHasThemThenBackOff() {
		PairwiseSubjectGenerator own = (sector, subject) -> sector + subject;
		this.contextRunner.withPropertyValues("dcr.pairwise.salt=a-salt-of-enough-characters")
			.withBean(PairwiseSubjectGenerator.class, () -> own)
			.run((context) -> assertThat(context.getBean(PairwiseSubjectGenerator.class)).isSameAs(own));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "too-short" })
	void startWhenSaltIsShortThenFailsAndDoesNotShowIt(String salt) {
		this.contextRunner.withPropertyValues("dcr.pairwise.salt=" + salt)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidSecretException.class)
				.hasMessageContaining("dcr.pairwise.salt")
				.hasMessageContaining("16 characters")
				.hasMessageNotContaining("too-short"));
	}

}
