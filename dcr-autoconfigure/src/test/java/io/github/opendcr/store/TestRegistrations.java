package io.github.opendcr.store;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistration.TokenRecord;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.Registrant;

/**
 * Registrations for tests.
 */
public final class TestRegistrations {

	public static final Instant ISSUED_AT = Instant.parse("2026-03-29T01:30:00.123Z");

	private TestRegistrations() {
	}

	public static ClientRegistration registration(String clientId, String tokenHash) {
		return new ClientRegistration(clientId, "id-of-" + clientId, metadata("Client"), token(tokenHash), ISSUED_AT,
				ISSUED_AT, Registrant.named("alice"), null, ClientStatus.ACTIVE, null);
	}

	public static ClientRegistration updated(ClientRegistration registration, String tokenHash) {
		return registration.updated(metadata("Client with " + tokenHash), token(tokenHash), ISSUED_AT.plusSeconds(60));
	}

	public static ClientMetadata metadata(String clientName) {
		return ClientMetadata.of(Map.of("client_name", clientName));
	}

	public static TokenRecord token(String hash) {
		return new TokenRecord(hash, "dcr:registration", null);
	}

	public static ClientMetadata awkwardMetadata() {
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("redirect_uris", List.of("https://client.example/cb?a=b%20c&d='\"\\"));
		members.put("client_name", "Zo\u00eb \u65e5\u672c\u8a9e \ud83d\ude80\ud83d\udc69\u200d\ud83d\udcbb");
		members.put("client_name#ja-Hira-JP", "\u304f\u3089\u3044\u3042\u3093\u3068");
		members.put("a_member_that_sorts_first", "\u0000\u0001\u001f\u007f\u2028\ufffd\ufeff");
		members.put("half_a_pair", "\ud83d");
		members.put("response_types", List.of());
		members.put("require_auth_time", true);
		members.put("default_max_age", 3600);
		members.put("big", List.of(Long.MAX_VALUE, new BigInteger("123456789012345678901234567890")));
		members.put("fraction", new BigDecimal("1.10"));
		members.put("nested", Map.of("deeper", List.of(Map.of("deepest", List.of("x", List.of())))));
		members.put("long", "\u00e9".repeat(100_000));
		return ClientMetadata.of(members);
	}

}
