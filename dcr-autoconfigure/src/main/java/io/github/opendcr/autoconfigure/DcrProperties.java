package io.github.opendcr.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * Properties of OAuth 2.0 Dynamic Client Registration.
 *
 * @param enabled Whether clients can register themselves.
 * @param path Path of the client registration endpoint. The client configuration endpoint
 * is one segment below it.
 * @param maxRequestSize Maximum size of the body of a registration or an update.
 * @param permission Who may register a client. Ignored if the application has a
 * RegistrationPermission bean of its own.
 * @param registrationScope Scope that an access token needs for the permissions 'scope'
 * and 'initial-access-token'.
 * @param policy Name of the policy for clients for which neither an initial access token
 * nor a permission chooses one.
 * @param policies Policies by their names. What a policy leaves out is as the 'dcr.*'
 * property of the same name says.
 * @param registrationAccessToken Registration access tokens.
 * @param clientSecret Client secrets.
 * @param idempotency Requests with an Idempotency-Key.
 * @param management Client configuration endpoint (RFC 7592).
 * @param dryRun Requests that tell what would be registered.
 * @param reaper Deletion of clients that have come to their end, or that nobody uses.
 * @param cors Cross-origin resource sharing.
 */
@ConfigurationProperties("dcr")
// @formatter:off
record DcrProperties(
		@DefaultValue("false") boolean enabled,
		@DefaultValue("/oauth2/register") String path,
		@DefaultValue("32KB") DataSize maxRequestSize,
		@DefaultValue("authenticated") Permission permission,
		@DefaultValue("client.create") String registrationScope,
		@Nullable String policy,
		@DefaultValue Map<String, DcrPolicyProperties> policies,
		@DefaultValue RegistrationAccessToken registrationAccessToken,
		@DefaultValue ClientSecret clientSecret,
		@DefaultValue Idempotency idempotency,
		@DefaultValue Management management,
		@DefaultValue DryRun dryRun,
		@DefaultValue Reaper reaper,
		@DefaultValue Cors cors) {
	// @formatter:on

	/**
	 * Who may register a client.
	 */
	enum Permission {

		/**
		 * A user of the application's session, or the holder of an access token of this
		 * server.
		 */
		AUTHENTICATED,

		/**
		 * The holder of an access token of this server that carries the registration
		 * scope.
		 */
		SCOPE,

		/**
		 * The holder of an initial access token, or of an access token of this server
		 * that carries the registration scope.
		 */
		INITIAL_ACCESS_TOKEN,

		/**
		 * Anyone: open registration.
		 */
		ALLOW_ALL

	}

	/**
	 * How client secrets are stored.
	 */
	enum SecretEncoding {

		/**
		 * As SHA-256, which suits 256 random bits.
		 */
		FAST,

		/**
		 * With the application's PasswordEncoder.
		 */
		APPLICATION

	}

	/**
	 * What becomes of clients that the reaper finds.
	 */
	enum ReaperMode {

		/**
		 * They are deleted.
		 */
		DELETE,

		/**
		 * They are counted, in the log and by an event, and stay.
		 */
		OBSERVE

	}

	/**
	 * Registration access tokens.
	 *
	 * @param scope Scope that is recorded with a registration access token and checked
	 * when it is used.
	 * @param timeToLive How long a registration access token lives. As long as its client
	 * if not set.
	 * @param rotateOnUpdate Whether an update replaces the registration access token.
	 * @param rotationGrace How long the update that replaced a registration access token
	 * can be repeated with it, in case the answer was lost; an hour at most. It ends when
	 * the new token is used. Not at all if 0.
	 */
	record RegistrationAccessToken(@DefaultValue("dcr:registration") String scope,
			@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration timeToLive,
			@DefaultValue("true") boolean rotateOnUpdate,
			@DurationUnit(ChronoUnit.SECONDS) @DefaultValue("60s") Duration rotationGrace) {
	}

	/**
	 * Client secrets.
	 *
	 * @param encoding How client secrets are stored.
	 * @param rotateOnUpdate Whether an update replaces the client secret. One that has
	 * expired is always replaced.
	 * @param rotationOverlap How long a client secret that was replaced works beside the
	 * new one, but not longer than it would have lived. It ends at once if 0.
	 */
	record ClientSecret(@DefaultValue("fast") SecretEncoding encoding, @DefaultValue("false") boolean rotateOnUpdate,
			@DurationUnit(ChronoUnit.SECONDS) @DefaultValue("0") Duration rotationOverlap) {
	}

	/**
	 * Requests with an Idempotency-Key.
	 *
	 * @param timeToLive How long the answer to a request with an Idempotency-Key is kept,
	 * encrypted, and given to the same request again. None is kept if 0.
	 */
	record Idempotency(@DurationUnit(ChronoUnit.SECONDS) @DefaultValue("24h") Duration timeToLive) {
	}

	/**
	 * Client configuration endpoint.
	 *
	 * @param enabled Whether clients can read, update and delete their registrations (RFC
	 * 7592).
	 */
	record Management(@DefaultValue("true") boolean enabled) {
	}

	/**
	 * Requests that tell what would be registered.
	 *
	 * @param enabled Whether anyone who may register a client may ask what would be
	 * registered, with 'dry_run=true'. Such requests are refused otherwise.
	 */
	record DryRun(@DefaultValue("false") boolean enabled) {
	}

	/**
	 * Deletion of clients that have come to their end, or that nobody uses.
	 *
	 * @param enabled Whether clients that have expired, or that nobody uses, are deleted.
	 * Those that have expired work nowhere even if they are not.
	 * @param interval Time between two searches for clients to delete, and for kept
	 * answers to forget; the latter also while the reaper is off.
	 * @param mode Whether the reaper deletes what it finds, or only tells of it.
	 * @param unusedAfter How long nobody may have used a client before it is deleted, a
	 * day or more. For ever if not set.
	 * @param neverUsedAfter How long a client may be there without ever having been used
	 * before it is deleted. For ever if not set.
	 */
	record Reaper(@DefaultValue("true") boolean enabled,
			@DurationUnit(ChronoUnit.SECONDS) @DefaultValue("10m") Duration interval,
			@DefaultValue("delete") ReaperMode mode, @DurationUnit(ChronoUnit.SECONDS) @Nullable Duration unusedAfter,
			@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration neverUsedAfter) {
	}

	/**
	 * Cross-origin resource sharing.
	 *
	 * @param allowedOrigins Origins whose pages may use the registration endpoints, the
	 * token, PAR, revocation and UserInfo endpoints and the discovery documents. None if
	 * empty.
	 */
	record Cors(@DefaultValue List<String> allowedOrigins) {
	}

}
