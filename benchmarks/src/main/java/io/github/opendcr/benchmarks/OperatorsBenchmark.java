package io.github.opendcr.benchmarks;

import java.net.URI;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.opendcr.benchmarks.peer.Postgres;
import io.github.opendcr.benchmarks.peer.RestClient;
import io.github.opendcr.benchmarks.peer.SamplePeer;

/**
 * The pages of the console at very many clients, one after the other by one operator: how
 * long each takes from the request to the end of the answer.
 */
final class OperatorsBenchmark {

	private static final String DATABASE = "sample_operators";

	private static final String CLIENTS = "/clients?";

	private static final int WARM_UP = 3;

	private static final int NEXT_PAGES = 20;

	private static final double MOST = 100;

	private final Options options;

	OperatorsBenchmark(Options options) {
		this.options = options;
	}

	String run() {
		try (Postgres postgres = Postgres.start(); SamplePeer peer = SamplePeer.startForOperators(postgres, DATABASE)) {
			String like = RestClient.anonymous().post(peer.endpoint(), """
					{"client_name": "Benchmark client", "redirect_uris": ["https://app.example.com/callback"],
					"token_endpoint_auth_method": "none", "scope": "openid profile"}
					""").path("client_id").asString();
			Runs.log("storing %d clients", this.options.filledClients());
			ManyClients.fill(postgres, DATABASE, like, this.options.filledClients());
			URI console = peer.endpoint().resolve("/dcr/console");
			ConsoleOperator operator = ConsoleOperator.logIn(console);
			return Machine.describe("PostgreSQL " + postgres.version()) + "\n" + table(operator, like);
		}
	}

	private String table(ConsoleOperator operator, String like) {
		StringBuilder table = new StringBuilder("""
				| page, %,d clients | rows | first page: median ms | max ms | next pages | median ms | max ms | |
				| --- | --- | --- | --- | --- | --- | --- | --- |
				""".formatted(this.options.filledClients()));
		pages(like).forEach((name, path) -> {
			Runs.log("%s", name);
			table.append(row(operator, name, path));
		});
		return table.toString();
	}

	private String row(ConsoleOperator operator, String name, String path) {
		List<ConsoleOperator.Page> first = new ArrayList<>();
		for (int i = 0; i < WARM_UP + 4 * this.options.rounds(); i++) {
			first.add(operator.open(path));
		}
		ConsoleOperator.Page page = first.get(0);
		List<ConsoleOperator.Page> next = new ArrayList<>();
		while (page.next() != null && next.size() < NEXT_PAGES) {
			page = operator.open(page.next());
			next.add(page);
		}
		double[] firsts = milliseconds(first.subList(WARM_UP, first.size()));
		double[] nexts = milliseconds(next);
		double most = Math.max(max(firsts), max(nexts));
		return String.format(Locale.ROOT, "| %s | %d | %.1f | %.1f | %d | %s | %s | %s |%n", name, first.get(0).rows(),
				Medians.median(firsts), max(firsts), nexts.length, cell(Medians.median(nexts)),
				cell((nexts.length > 0) ? max(nexts) : Double.NaN), (most < MOST) ? "" : "**missed**");
	}

	private static double[] milliseconds(List<ConsoleOperator.Page> pages) {
		return pages.stream().mapToDouble(ConsoleOperator.Page::milliseconds).toArray();
	}

	private static double max(double... values) {
		return Arrays.stream(values).max().orElse(0);
	}

	private static String cell(double value) {
		return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.1f", value);
	}

	private static Map<String, String> pages(String like) {
		Map<String, String> filters = new LinkedHashMap<>();
		filters.put("waiting (1 of 500)", "status=pending");
		filters.put("disabled (1 of 200)", "status=disabled");
		filters.put("active", "status=active");
		filters.put("common name", "name=clau");
		filters.put("rare name", "name=client+4217");
		filters.put("common host", "redirectHost=localhost");
		filters.put("rare host", "redirectHost=app30018.example.com");
		filters.put("common software", "softwareId=software-1");
		filters.put("rare software", "softwareId=rare-software");
		filters.put("registered by", "registeredBy=partner500");
		filters.put("initial access token", "initialAccessToken=token-250");
		filters.put("a day", "registeredFrom=" + day(30) + "&registeredUntil=" + day(30));
		filters.put("since a day in the middle", "registeredFrom=" + day(30));
		Map<String, String> orders = new LinkedHashMap<>();
		orders.put("by last use", "order=used");
		orders.put("never used", "order=never");
		orders.put("last used until a day in the middle", "order=used&usedUntil=" + day(30));
		Map<String, String> pages = new LinkedHashMap<>();
		pages.put("start", "");
		pages.put("a client", "/clients/client?id=" + like);
		pages.put("any client", CLIENTS);
		filters.forEach((name, filter) -> pages.put(name, CLIENTS + filter));
		orders.forEach((name, order) -> pages.put(name, CLIENTS + order));
		pairs(filters, filters, pages);
		pairs(filters, orders, pages);
		return pages;
	}

	// Of each parameter once
	private static void pairs(Map<String, String> some, Map<String, String> others, Map<String, String> pages) {
		some.forEach((name, filter) -> others.forEach((other, more) -> {
			String known = other + " + " + name;
			if (!parameter(filter).equals(parameter(more)) && !pages.containsKey(known)) {
				pages.put(name + " + " + other, CLIENTS + filter + "&" + more);
			}
		}));
	}

	private static String parameter(String filter) {
		return filter.substring(0, filter.indexOf('='));
	}

	private static LocalDate day(int ago) {
		return LocalDate.now(ZoneOffset.UTC).minusDays(ago);
	}

}
