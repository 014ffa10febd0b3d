package io.github.opendcr.recipes.redis;

import java.time.Instant;
import java.util.LinkedHashMap;

import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistration.FormerToken;
import io.github.opendcr.ClientRegistration.TokenRecord;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.Registrant;

/**
 * A registration as JSON, times as milliseconds.
 */
record Row(String registeredClientId, LinkedHashMap<String, Object> metadata, String tokenHash, String tokenScope,
		Long tokenExpiresAt, long issuedAt, long updatedAt, String registeredBy, String initialAccessToken,
		String policy, String issuer, String status, Long expiresAt, long version, String formerTokenHash,
		Long formerTokenUntil, String formerTokenAnswer, LinkedHashMap<String, Object> asked) {

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(JsonWriteFeature.ESCAPE_NON_ASCII)
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	static Row read(String text) {
		return JSON.readValue(text, Row.class);
	}

	String write() {
		return JSON.writeValueAsString(this);
	}

	static Row of(ClientRegistration registration) {
		TokenRecord token = registration.registrationAccessToken();
		FormerToken former = (token != null) ? token.former() : null;
		Registrant registrant = registration.registrant();
		return new Row(registration.registeredClientId(), new LinkedHashMap<>(registration.metadata().asMap()),
				(token != null) ? token.hash() : null, (token != null) ? token.scope() : null,
				(token != null) ? milliseconds(token.expiresAt()) : null, registration.issuedAt().toEpochMilli(),
				registration.updatedAt().toEpochMilli(), registrant.name(), registrant.initialAccessTokenId(),
				registrant.policy(), registration.issuer(), registration.status().name(),
				milliseconds(registration.expiresAt()), registration.version(), (former != null) ? former.hash() : null,
				(former != null) ? milliseconds(former.until()) : null, (former != null) ? former.answer() : null,
				new LinkedHashMap<>(registration.asked().asMap()));
	}

	// What a client is stays; an update changes what it says, its token and its status
	Row updated(ClientRegistration registration) {
		Row next = of(registration);
		return new Row(this.registeredClientId, next.metadata, next.tokenHash, next.tokenScope, next.tokenExpiresAt,
				this.issuedAt, next.updatedAt, this.registeredBy, this.initialAccessToken, this.policy, this.issuer,
				next.status, this.expiresAt, next.version, next.formerTokenHash, next.formerTokenUntil,
				next.formerTokenAnswer, next.asked);
	}

	ClientRegistration toRegistration(String clientId) {
		FormerToken former = (this.formerTokenHash != null)
				? new FormerToken(this.formerTokenHash, instant(this.formerTokenUntil), this.formerTokenAnswer) : null;
		TokenRecord token = (this.tokenHash != null)
				? new TokenRecord(this.tokenHash, this.tokenScope, instant(this.tokenExpiresAt), former) : null;
		return new ClientRegistration(clientId, this.registeredClientId, ClientMetadata.of(this.metadata), token,
				Instant.ofEpochMilli(this.issuedAt), Instant.ofEpochMilli(this.updatedAt),
				new Registrant(this.registeredBy, this.initialAccessToken, this.policy), this.issuer,
				ClientStatus.valueOf(this.status), instant(this.expiresAt), this.version,
				ClientMetadata.of(this.asked));
	}

	private static Long milliseconds(Instant instant) {
		return (instant != null) ? instant.toEpochMilli() : null;
	}

	private static Instant instant(Long milliseconds) {
		return (milliseconds != null) ? Instant.ofEpochMilli(milliseconds) : null;
	}

}
