package io.github.opendcr.autoconfigure;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.limit.RateLimit;
import io.github.opendcr.limit.RateLimitSettings;
import io.github.opendcr.quota.ClientQuotaSettings;

/**
 * Turns the properties of limits into settings. Where anyone may register, there are
 * limits unless they are switched off.
 */
final class LimitPropertiesMapper {

	private static final int TOTAL_WHERE_OPEN = 10_000;

	private final boolean open;

	LimitPropertiesMapper(DcrProperties properties) {
		this(properties.permission() == DcrProperties.Permission.ALLOW_ALL);
	}

	LimitPropertiesMapper(boolean open) {
		this.open = open;
	}

	RateLimitSettings asRateLimitSettings(DcrRateLimitProperties properties) {
		Boolean enabled = properties.enabled();
		if (!((enabled != null) ? enabled : this.open)) {
			return RateLimitSettings.NONE;
		}
		return new RateLimitSettings(rateLimit("address", properties.address()), rateLimit("total", properties.total()),
				rateLimit("failed-management", properties.failedManagement()), rateLimit("push", properties.push()),
				rateLimit("push-client", properties.pushClient()));
	}

	ClientQuotaSettings asClientQuotaSettings(DcrQuotaProperties properties, Map<String, Integer> policies) {
		Integer total = properties.total();
		if (total == null && this.open) {
			total = TOTAL_WHERE_OPEN;
		}
		return new ClientQuotaSettings(quota("total", total), quota("principal", properties.principal()),
				quota("initial-access-token", properties.initialAccessToken()),
				quota("software-id", properties.softwareId()), quota("redirect-host", properties.redirectHost()),
				policies);
	}

	private static @Nullable RateLimit rateLimit(String name, DcrRateLimitProperties.Limit limit) {
		PropertyRules rules = new PropertyRules("dcr.rate-limit." + name);
		rules.require(limit.period().toSeconds() >= 1, "period", limit.period(), "It must be at least a second.");
		Integer number = rules.limit("limit", limit.limit());
		return (number != null) ? new RateLimit(number, limit.period()) : null;
	}

	private static @Nullable Integer quota(String name, @Nullable Integer quota) {
		return (quota != null) ? new PropertyRules("dcr.quota").limit(name, quota) : null;
	}

}
