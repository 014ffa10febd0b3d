package io.github.opendcr.sample.playground;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * An HTTP request, as it is sent and as a reader of the page sends it.
 *
 * @param method its method
 * @param uri where it goes
 * @param user the user and the password of HTTP Basic, with a colon between, or
 * {@code null}
 * @param headers its other headers
 * @param body its body, or {@code null}
 */
record Call(String method, String uri, @Nullable String user, Map<String, String> headers, @Nullable String body) {

	private static final String JSON = "application/json";

	private static final String FORM = "application/x-www-form-urlencoded";

	static Call get(String uri) {
		return new Call("GET", uri, null, Map.of(), null);
	}

	static Call delete(String uri) {
		return new Call("DELETE", uri, null, Map.of(), null);
	}

	static Call post(String uri) {
		return new Call("POST", uri, null, Map.of(), null);
	}

	static Call json(String method, String uri, String json) {
		return new Call(method, uri, null, Map.of("Content-Type", JSON), json);
	}

	static Call form(String uri, Map<String, String> parameters) {
		return new Call("POST", uri, null, Map.of("Content-Type", FORM), encode(parameters));
	}

	Call withBearer(String token) {
		Map<String, String> all = new LinkedHashMap<>();
		all.put("Authorization", "Bearer " + token);
		all.putAll(this.headers);
		return new Call(this.method, this.uri, this.user, all, this.body);
	}

	Call withUser(String id, String secret) {
		return new Call(this.method, this.uri, id + ":" + secret, this.headers, this.body);
	}

	/**
	 * Return all headers.
	 */
	Map<String, String> sentHeaders() {
		Map<String, String> all = new LinkedHashMap<>(this.headers);
		if (this.user != null) {
			all.put("Authorization",
					"Basic " + Base64.getEncoder().encodeToString(this.user.getBytes(StandardCharsets.UTF_8)));
		}
		return all;
	}

	/**
	 * Return the command for a POSIX shell, on several lines.
	 */
	public String getCurl() {
		List<String> words = new ArrayList<>();
		words.add("curl -s" + option());
		words.add(quoted(this.uri));
		if (this.user != null) {
			words.add("-u " + quoted(this.user));
		}
		boolean form = FORM.equals(this.headers.get("Content-Type"));
		this.headers.forEach((name, value) -> {
			if (!form || !name.equals("Content-Type")) {
				words.add("-H " + quoted(name + ": " + value));
			}
		});
		if (this.body != null) {
			// curl joins what comes in several parts by &
			Stream.of(form ? this.body.split("&") : new String[] { this.body })
				.forEach((part) -> words.add("--data-raw " + quoted(part)));
		}
		return String.join(" \\\n  ", words);
	}

	// -i where there may be no body to look at
	private String option() {
		return switch (this.method) {
			case "GET" -> "";
			case "POST" -> (this.body != null) ? "" : " -X POST";
			case "DELETE" -> " -i -X DELETE";
			default -> " -X " + this.method;
		};
	}

	/**
	 * Return one word of a shell, whatever is in it.
	 */
	private static String quoted(String text) {
		return "'" + text.replace("'", "'\\''") + "'";
	}

	static String encode(Map<String, String> parameters) {
		return parameters.entrySet()
			.stream()
			.map((entry) -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&"));
	}

}
