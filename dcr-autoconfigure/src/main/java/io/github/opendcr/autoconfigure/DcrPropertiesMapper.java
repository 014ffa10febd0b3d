package io.github.opendcr.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.idempotency.IdempotentRequestStore;
import io.github.opendcr.idempotency.KeptAnswers;
import io.github.opendcr.lifecycle.ReaperSettings;
import io.github.opendcr.policy.AllowedMetadataSettings;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.registration.RegistrationSettings;
import io.github.opendcr.server.SeamSettings;

import org.springframework.util.unit.DataSize;

/**
 * Turns the properties into the settings of each room.
 */
final class DcrPropertiesMapper {

	private static final PropertyRules RULES = new PropertyRules("dcr");

	private static final DataSize MAX_REQUEST_SIZE = DataSize.ofMegabytes(10);

	private static final Duration LONGEST_GRACE = Duration.ofHours(1);

	private final DcrProperties properties;

	DcrPropertiesMapper(DcrProperties properties) {
		this.properties = properties;
	}

	/**
	 * Return the path of the client registration endpoint.
	 */
	String asPath() {
		String path = this.properties.path();
		RULES.require(path.matches("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+)+"), "path", path,
				"It must be one or more segments of letters, digits and '-._~', each after a '/'.");
		return path;
	}

	/**
	 * Return how much of a body is read.
	 */
	DataSize asMaxRequestSize() {
		DataSize size = this.properties.maxRequestSize();
		RULES.require(size.toBytes() >= 1 && size.compareTo(MAX_REQUEST_SIZE) <= 0, "max-request-size", size,
				"It must be from 1B to " + MAX_REQUEST_SIZE + ", since a body is read into memory.");
		return size;
	}

	/**
	 * Return what the seams need to know: what any policy allows, the server must be able
	 * to do. Scopes are those of the usual policy: a client asks for all that discovery
	 * lists, and would be refused for one that is reserved for others.
	 */
	SeamSettings asSeamSettings(RegistrationPolicies policies, @Nullable String usualPolicy,
			DcrConsentProperties consent, boolean pushedRequests) {
		List<AllowedMetadataSettings> allowed = new ArrayList<>();
		Set<String> scopes = new LinkedHashSet<>();
		policies.forEach((name, policy) -> {
			allowed.add(policy.allowedMetadata());
			if (Objects.equals(name, usualPolicy)) {
				scopes.addAll(policy.allowedMetadata().defaultScopes());
				scopes.addAll(policy.allowedMetadata().scopes());
			}
		});
		return new SeamSettings(asPath(),
				allowed.stream()
					.flatMap((settings) -> settings.tokenEndpointAuthMethods().stream())
					.collect(Collectors.toCollection(LinkedHashSet::new)),
				scopes, allowed.stream().anyMatch(AllowedMetadataSettings::refreshTokensForPublicClients),
				this.properties.cors().allowedOrigins(), consent.openidAlone(), pushedRequests);
	}

	RegistrationSettings asRegistrationSettings() {
		DcrProperties.RegistrationAccessToken token = this.properties.registrationAccessToken();
		return new RegistrationSettings(this.properties.management().enabled(), token.scope(),
				notNegative("registration-access-token.time-to-live", token.timeToLive()), token.rotateOnUpdate(),
				rotationGrace(token.rotationGrace()), this.properties.clientSecret().rotateOnUpdate(),
				asSecretRotationOverlap());
	}

	KeptAnswers asKeptAnswers(@Nullable IdempotentRequestStore store, Clock clock) {
		Duration timeToLive = this.properties.idempotency().timeToLive();
		RULES.require(!timeToLive.isNegative(), "idempotency.time-to-live", timeToLive,
				"It must not be negative; 0 leaves Idempotency-Key without meaning.");
		return new KeptAnswers(store, timeToLive, clock);
	}

	private static Duration rotationGrace(Duration grace) {
		RULES.require(!grace.isNegative() && grace.compareTo(LONGEST_GRACE) <= 0,
				"registration-access-token.rotation-grace", grace,
				"It must be from 0s to 1h: for so long a token that was replaced is still of use.");
		return grace;
	}

	/**
	 * Return what the reaper looks for.
	 * @param usesAreNoted whether anything notes when clients are used
	 */
	ReaperSettings asReaperSettings(boolean usesAreNoted) {
		DcrProperties.Reaper reaper = this.properties.reaper();
		atLeast("reaper.interval", reaper.interval(), Duration.ofSeconds(1),
				"It must be a second or more; dcr.reaper.enabled=false turns the reaper off.");
		atLeast("reaper.never-used-after", reaper.neverUsedAfter(), Duration.ofMinutes(1),
				"It must be a minute or more; leave it out to keep clients that were never used.");
		atLeast("reaper.unused-after", reaper.unusedAfter(), Duration.ofDays(1),
				"It must be a day or more, since the last use is known to the hour.");
		RULES.require(reaper.unusedAfter() == null || usesAreNoted, "reaper.unused-after", reaper.unusedAfter(),
				"Unused clients need a ClientUseStore bean beside the application's ClientRegistrationStore.");
		return new ReaperSettings(reaper.interval(), reaper.unusedAfter(), reaper.neverUsedAfter(),
				reaper.mode() == DcrProperties.ReaperMode.OBSERVE);
	}

	private static void atLeast(String property, @Nullable Duration duration, Duration least, String reason) {
		RULES.require(duration == null || duration.compareTo(least) >= 0, property, duration, reason);
	}

	private Duration asSecretRotationOverlap() {
		Duration overlap = this.properties.clientSecret().rotationOverlap();
		RULES.require(!overlap.isNegative(), "client-secret.rotation-overlap", overlap,
				"It must not be negative; with 0 a secret ends when it is replaced.");
		return overlap;
	}

	private static @Nullable Duration notNegative(String property, @Nullable Duration timeToLive) {
		RULES.require(timeToLive == null || !timeToLive.isNegative(), property, timeToLive,
				"It must not be negative; leave it out for a credential that doesn't expire.");
		return timeToLive;
	}

}
