package io.github.opendcr.console;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientSearch;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.console.view.Form;
import io.github.opendcr.use.UsePeriod;

/**
 * Reads the form by which operators look for clients.
 */
final class ClientSearchForm {

	private static final List<String> FIELDS = List.of("status", "name", "redirectHost", "softwareId", "registeredBy",
			"initialAccessToken", "registeredFrom", "registeredUntil", "order", "usedUntil");

	private final Map<String, String> values;

	private final Map<String, String> errors = new LinkedHashMap<>();

	private final ClientSearch search;

	private final @Nullable UsePeriod period;

	ClientSearchForm(ConsoleRequest request) {
		this.values = request.fields(FIELDS);
		this.search = new ClientSearch(status(), this.values.get("name"), this.values.get("redirectHost"),
				this.values.get("softwareId"), this.values.get("registeredBy"), this.values.get("initialAccessToken"),
				day("registeredFrom", false), day("registeredUntil", true));
		this.period = readPeriod();
	}

	private @Nullable ClientStatus status() {
		String status = this.values.get("status");
		if (status == null) {
			return null;
		}
		try {
			return ClientStatus.valueOf(status.toUpperCase(Locale.ROOT));
		}
		catch (IllegalArgumentException ex) {
			this.errors.put("status", "There is no such status.");
			return null;
		}
	}

	private @Nullable Instant day(String field, boolean end) {
		String text = this.values.get(field);
		if (text == null) {
			return null;
		}
		try {
			Instant day = LocalDate.parse(text).plusDays(end ? 1 : 0).atStartOfDay(ZoneOffset.UTC).toInstant();
			// in milliseconds, as stores have them
			return Instant.ofEpochMilli(day.toEpochMilli() - (end ? 1 : 0));
		}
		catch (DateTimeException | ArithmeticException ex) {
			this.errors.put(field, "Write a day such as 2026-11-29.");
			return null;
		}
	}

	private @Nullable UsePeriod readPeriod() {
		Instant until = day("usedUntil", true);
		String order = this.values.getOrDefault("order", "");
		return switch (order) {
			case "" -> (until != null) ? new UsePeriod(null, until, false) : null;
			case "used" -> new UsePeriod(null, until, false);
			case "never" -> new UsePeriod(null, null, true);
			default -> {
				this.errors.put("order", "There is no such order.");
				yield null;
			}
		};
	}

	ClientSearch search() {
		return this.search;
	}

	/**
	 * Return when the clients were used last, or {@code null} if nobody asked.
	 */
	@Nullable UsePeriod period() {
		return this.period;
	}

	Form form() {
		return new Form(this.values, this.errors);
	}

	/**
	 * Return the parameters of a page of the same search.
	 */
	String[] parameters(@Nullable String after) {
		Map<String, String> all = new LinkedHashMap<>(this.values);
		if (after != null) {
			all.put("after", after);
		}
		return all.entrySet()
			.stream()
			.flatMap((entry) -> List.of(entry.getKey(), entry.getValue()).stream())
			.toArray(String[]::new);
	}

}
