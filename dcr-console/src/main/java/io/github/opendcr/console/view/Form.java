package io.github.opendcr.console.view;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What somebody wrote into the fields of a form, and what is wrong with it.
 *
 * @param values the values by the names of the fields
 * @param errors sentences by the names of the fields; of the form as a whole, the name is
 * empty
 * @since 0.1.0
 */
public record Form(Map<String, String> values, Map<String, String> errors) {

	/**
	 * A form that nobody has filled in.
	 */
	public static final Form EMPTY = new Form(Map.of(), Map.of());

	/**
	 * Return the value of a field.
	 * @param field the name of the field
	 * @return the value, empty if nothing was written
	 */
	public String value(String field) {
		return this.values.getOrDefault(field, "");
	}

	/**
	 * Whether a field has a value.
	 * @param field the name of the field
	 * @param value the value
	 * @return whether it has just that
	 */
	public boolean has(String field, String value) {
		return value(field).equals(value);
	}

	/**
	 * Return what is wrong with a field.
	 * @param field the name of the field, or an empty one for the form as a whole
	 * @return a sentence, or {@code null} if nothing is
	 */
	public @Nullable String error(String field) {
		return this.errors.get(field);
	}

	/**
	 * Return the value of {@code aria-describedby} of a field.
	 * @param field the name of the field
	 * @return the id of what is said about its error, or {@code null} if it has none
	 */
	public @Nullable String describedBy(String field) {
		return this.errors.containsKey(field) ? field + "-error" : null;
	}

	/**
	 * Return the value of {@code aria-invalid} of a field.
	 * @param field the name of the field
	 * @return {@code true}, or {@code null} if nothing is wrong with it
	 */
	public @Nullable String invalid(String field) {
		return this.errors.containsKey(field) ? "true" : null;
	}

	/**
	 * Return the form with one more error.
	 * @param field the name of the field, or an empty one for the form as a whole
	 * @param error what is wrong with it
	 * @return a new value
	 */
	public Form withError(String field, String error) {
		Map<String, String> all = new LinkedHashMap<>(this.errors);
		all.put(field, error);
		return new Form(this.values, all);
	}

}
