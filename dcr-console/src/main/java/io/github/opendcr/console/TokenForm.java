package io.github.opendcr.console;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.console.view.Form;
import io.github.opendcr.token.InitialAccessTokenTerms;

/**
 * Reads the form in which operators say on what terms a token is issued.
 */
final class TokenForm {

	/**
	 * The form before anything is written: one client within a day.
	 */
	static final Form EMPTY = new Form(Map.of("uses", "1", "life", "1", "unit", "days"), Map.of());

	private static final List<String> FIELDS = List.of("uses", "life", "unit", "policy", "note", "issuer");

	private final Map<String, String> values;

	private final String user;

	TokenForm(ConsoleRequest request) {
		this.values = request.fields(FIELDS);
		this.user = request.user();
	}

	/**
	 * Return the terms.
	 * @throws IllegalArgumentException if they can't be, with a sentence that begins with
	 * the name of the field
	 */
	InitialAccessTokenTerms terms() {
		return InitialAccessTokenTerms.SINGLE_USE.withUses(uses())
			.withTimeToLive(life())
			.withPolicy(this.values.get("policy"))
			.withNote(this.values.get("note"))
			.withIssuer(this.values.get("issuer"))
			.withIssuedBy(this.user);
	}

	private @Nullable Integer uses() {
		String uses = this.values.get("uses");
		return (uses != null) ? number("uses", uses) : null;
	}

	private @Nullable Duration life() {
		String life = this.values.get("life");
		if (life == null) {
			return null;
		}
		ChronoUnit unit = switch (this.values.getOrDefault("unit", "")) {
			case "minutes" -> ChronoUnit.MINUTES;
			case "hours" -> ChronoUnit.HOURS;
			case "days" -> ChronoUnit.DAYS;
			default -> throw new IllegalArgumentException("unit must be minutes, hours or days");
		};
		return Duration.of(number("life", life), unit);
	}

	private static int number(String field, String text) {
		try {
			return Integer.parseInt(text);
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException(field + " must be a whole number", ex);
		}
	}

	/**
	 * Return the form with what is wrong, beside the field that the sentence begins with.
	 */
	Form withError(IllegalArgumentException ex) {
		String sentence = Sentences.of(ex).replaceFirst("^timeToLive", "life");
		String field = FIELDS.stream().filter((name) -> sentence.startsWith(name + " ")).findFirst().orElse("");
		String error = field.isEmpty() ? sentence : "It" + sentence.substring(field.length());
		return new Form(this.values, Map.of()).withError(field, error);
	}

}
