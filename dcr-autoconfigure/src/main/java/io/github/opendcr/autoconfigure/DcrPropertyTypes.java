package io.github.opendcr.autoconfigure;

import java.util.List;

/**
 * The properties of registration itself.
 */
final class DcrPropertyTypes implements PropertyTypes {

	@Override
	public List<Class<?>> types() {
		return List.of(DcrProperties.class, DcrPolicyProperties.class, DcrCimdProperties.class,
				DcrCimdFetchProperties.class, DcrConsentProperties.class, DcrFetchProperties.class,
				DcrKeysProperties.class, DcrPagesProperties.class, DcrPairwiseProperties.class,
				DcrPushedRequestProperties.class, DcrQuotaProperties.class, DcrRateLimitProperties.class,
				DcrResourcesProperties.class, DcrSoftwareStatementProperties.class);
	}

}
