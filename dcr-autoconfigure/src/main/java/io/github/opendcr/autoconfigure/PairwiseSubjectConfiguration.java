package io.github.opendcr.autoconfigure;

import java.util.Objects;

import io.github.opendcr.subject.PairwiseSubjectGenerator;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Pairwise subjects, where there is something to make them of.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DcrPairwiseProperties.class)
class PairwiseSubjectConfiguration {

	@Bean
	@ConditionalOnProperty("dcr.pairwise.salt")
	@ConditionalOnMissingBean
	PairwiseSubjectGenerator pairwiseSubjectGenerator(DcrPairwiseProperties properties) {
		try {
			return PairwiseSubjectGenerator.hmac(Objects.requireNonNull(properties.salt()));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSecretException("dcr.pairwise.salt", "It " + ex.getMessage() + ", chosen at random.");
		}
	}

}
