package io.github.opendcr.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.opendcr.ClientMetadataMember;
import io.github.opendcr.metadata.ClientMetadataCatalogue;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.DocumentFixture;

/**
 * Client metadata as the bytes of a fuzzer choose it: made by a grammar of its own, or a
 * real document of which something was changed.
 */
public final class Payloads {

	private static final List<Map<String, Object>> REAL = real();

	private static final List<String> NAMES = Stream
		.concat(new ClientMetadataCatalogue(List.of()).members().stream().map(ClientMetadataMember::name),
				Stream.of("client_id", "client_secret", "keys", "kty", "token_endpoint_auth_methods_supported",
						"client_name#fr", "client_name#", "logo_uri#x-y", "x", ""))
		.toList();

	/**
	 * Values that are right somewhere, or that once were wrong somewhere.
	 */
	private static final List<Object> VALUES = Arrays.asList("https://client.example/cb", "http://127.0.0.1:80/",
			"http://localhost/cb", "com.example.app:/cb", "javascript:alert(1)", "https://a,b/", "https://a/?code=1",
			"https://xn--a/", "http://[::1]:0/", "none", "client_secret_basic", "client_secret_jwt", "private_key_jwt",
			"tls_client_auth", "authorization_code", "refresh_token", "client_credentials", "password", "code", "token",
			"code id_token", "openid", "openid profile", "openid  profile", "native", "web", "pairwise", "public",
			"RS256", "ES256", "HS256", "none ", "RSA", "EC", "sig", "AQAB", "a.b.c", "e30.e30.e30", "CN=a", "127.0.0.1",
			"\u0000", "\uD800", "\u202E", " ", "", "x".repeat(300), "null", "-", true, false, 0, -1, 1e300, 0.1,
			Long.MAX_VALUE, new BigInteger("9".repeat(40)), new BigDecimal("1e-40"), null,
			Map.of("keys",
					List.of(Map.of("kty", "EC", "crv", "P-256", "x", "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "y",
							"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"))),
			Map.of("keys", List.of(Map.of("kty", "oct", "k", "AA"))), Map.of("keys", List.of()), Map.of(), List.of());

	private static final int MAX_DEPTH = 18;

	private Payloads() {
	}

	private static List<Map<String, Object>> real() {
		try {
			return DocumentFixture.all()
				.sorted((one, other) -> one.name().compareTo(other.name()))
				.map(DocumentFixture::document)
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Real documents and odd ones, as bytes.
	 */
	public static Stream<byte[]> seeds() {
		return Stream
			.concat(REAL.stream().map(Answer::write), Stream.of("{\"redirect_uris\":5}",
					"{\"redirect_uris\":[\"https://a.example/cb\"],\"client_name\":[1]}", "{\"scope\":{},\"jwks\":[]}",
					"{\"require_auth_time\":\"true\"}", "[]", "{", "{}{}", "{\"a\":\"\\ud800\"}", "nul"))
			.map((json) -> json.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * An object by the grammar.
	 */
	public static Map<String, Object> object(Choices choices) {
		Map<String, Object> members = new LinkedHashMap<>();
		if (choices.below(4) > 0) {
			members.put("redirect_uris", List.of("https://client.example/cb"));
		}
		for (int count = choices.below(6); count > 0; count--) {
			members.put(name(choices), value(choices, 0));
		}
		return members;
	}

	/**
	 * A real document with up to four changes.
	 */
	public static Map<String, Object> mutated(Choices choices) {
		Map<String, Object> members = new LinkedHashMap<>(choices.of(REAL));
		for (int count = choices.below(5); count > 0; count--) {
			change(members, choices);
		}
		return members;
	}

	private static void change(Map<String, Object> members, Choices choices) {
		List<String> names = new ArrayList<>(members.keySet());
		String name = names.isEmpty() ? "x" : choices.of(names);
		Object value = members.get(name);
		switch (choices.below(7)) {
			case 0 -> members.remove(name);
			case 1 -> members.put(name, value(choices, 0));
			case 2 -> members.put(name(choices), value);
			case 3 -> members.put(name, Arrays.asList(value));
			case 4 -> members.put(name, value + choices.text());
			case 5 -> members.put(name(choices), value(choices, 0));
			default -> {
				List<Object> more = new ArrayList<>((value instanceof List<?> list) ? list : List.of());
				more.add(value(choices, 0));
				members.put(name, more);
			}
		}
	}

	private static String name(Choices choices) {
		return (choices.below(8) == 7) ? choices.text() : choices.of(NAMES);
	}

	private static Object value(Choices choices, int depth) {
		int kind = choices.below(10);
		if (kind == 9 && depth < MAX_DEPTH) {
			Map<String, Object> members = new LinkedHashMap<>();
			for (int count = choices.below(4); count > 0; count--) {
				members.put(name(choices), value(choices, depth + 1));
			}
			return members;
		}
		if (kind >= 7 && depth < MAX_DEPTH) {
			List<Object> elements = new ArrayList<>();
			for (int count = choices.below(4); count > 0; count--) {
				elements.add(value(choices, depth + 1));
			}
			return elements;
		}
		return (kind == 6) ? choices.text() : choices.of(VALUES);
	}

}
