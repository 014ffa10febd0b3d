package io.github.opendcr.reliability.channels;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

import io.github.opendcr.reliability.Options;
import io.github.opendcr.reliability.Promise;
import io.github.opendcr.reliability.Report;
import io.github.opendcr.reliability.Scenario;
import io.github.opendcr.reliability.client.Answer;
import io.github.opendcr.reliability.client.Api;
import io.github.opendcr.reliability.client.Metadata;
import io.github.opendcr.reliability.server.DocumentHost;
import io.github.opendcr.reliability.server.Postgres;
import io.github.opendcr.reliability.server.SampleNode;
import io.github.opendcr.reliability.server.Workspace;

/**
 * Whoever has no right to a client learns nothing of it: not by the bytes of an answer,
 * which are compared, nor by its time, which is reported. The cases of a request take
 * turns in a random order, one request at a time.
 */
public final class ChannelsScenario implements Scenario {

	private static final String DATABASE = "channels";

	@Override
	public Report run(Options options) throws Exception {
		Report report = new Report("Side channels");
		Promise same = report.promise("Refusals for different reasons are the same bytes");
		try (Postgres postgres = Postgres.start(); DocumentHost documents = DocumentHost.start()) {
			postgres.create(DATABASE);
			int closed = Workspace.freePort();
			List<String> properties = new ArrayList<>(documents.properties());
			String denied = documents.newDocument();
			properties.add("--dcr.cimd.allowed[1].host=localhost:" + closed);
			// a new connection takes longer than what is measured
			properties.add("--server.tomcat.max-keep-alive-requests=-1");
			properties.add("--dcr.cimd.denied[0].url=" + denied);
			try (SampleNode node = SampleNode.startWarm(postgres.port(), DATABASE, properties)) {
				Api api = new Api(node.uri());
				StringBuilder table = new StringBuilder("| request | refused because | bytes | median, µs | p90, µs | "
						+ "longer than the first | standard errors |\n| --- | --- | --- | --: | --: | --: | --: |\n");
				Map<String, List<Case>> requests = new LinkedHashMap<>(registrations(api, options.samples()));
				requests.put("token of a document", documents(api, denied, closed, documents, options.samples()));
				for (Map.Entry<String, List<Case>> request : requests.entrySet()) {
					measure(request.getValue(), options);
					table.append(rows(request.getKey(), request.getValue(), same));
				}
				report.fact("samples of each case", options.samples());
				report.add(table.toString());
			}
		}
		return report;
	}

	private static Map<String, List<Case>> registrations(Api api, int samples) throws IOException {
		Clients clients = Clients.register(api);
		Map<String, List<Case>> requests = new LinkedHashMap<>();
		requests.put("read", cases(clients, samples, api::read));
		requests.put("update",
				cases(clients, samples, (id, token) -> api.update(id, token, Metadata.update(id, "channel", "Other"))));
		requests.put("delete", cases(clients, samples, api::delete));
		requests.put("new secret", cases(clients, samples, api::rotateSecret));
		requests.put("token",
				List.of(new Case("unknown client", samples,
						(i) -> api.clientCredentials(clients.unknownId(i), clients.foreignSecret(i))),
						new Case("deleted client", samples,
								(i) -> api.clientCredentials(clients.deletedId(i), clients.deletedSecret(i))),
						new Case("another's secret", samples,
								(i) -> api.clientCredentials(clients.liveId(i), clients.foreignSecret(i)))));
		return requests;
	}

	private static List<Case> cases(Clients clients, int samples, Managed request) {
		return List.of(
				new Case("unknown client", samples, (i) -> request.send(clients.unknownId(i), clients.foreignToken(i))),
				new Case("deleted client", samples, (i) -> request.send(clients.deletedId(i), clients.deletedToken(i))),
				new Case("another's token", samples, (i) -> request.send(clients.liveId(i), clients.foreignToken(i))),
				new Case("wrong token", samples, (i) -> request.send(clients.liveId(i), clients.wrongToken(i))));
	}

	private static List<Case> documents(Api api, String denied, int closed, DocumentHost documents, int samples) {
		return List.of(new Case("never used", samples, (i) -> document(api, documents.newDocument())),
				new Case("unlisted host", samples, (i) -> document(api, "https://unlisted.example/client-" + i)),
				new Case("denied", samples, (i) -> document(api, denied)),
				new Case("unreachable", samples, (i) -> document(api, "https://localhost:" + closed + "/client-" + i)));
	}

	private static Answer document(Api api, String url) throws IOException {
		return api.form("/oauth2/token",
				"grant_type=authorization_code&code=none&code_verifier=none&client_id=" + Api.encoded(url));
	}

	private static void measure(List<Case> cases, Options options) throws IOException {
		Random random = new Random(options.seed());
		for (int i = 0; i < options.samples(); i++) {
			for (Case each : cases) {
				each.warmUp(i);
			}
		}
		List<Case> order = new ArrayList<>(cases);
		for (int i = 0; i < options.samples(); i++) {
			Collections.shuffle(order, random);
			for (Case each : order) {
				each.sample(i);
			}
		}
	}

	private static String rows(String request, List<Case> cases, Promise same) {
		Case first = cases.get(0);
		StringBuilder rows = new StringBuilder();
		for (Case each : cases) {
			boolean equal = each == first || same.check(each.bytes().equals(first.bytes()),
					() -> request + ", " + each.name() + ": " + each.bytes() + " instead of " + first.bytes());
			rows.append(String.format(Locale.ROOT, "| %s | %s | %s | %d | %d | %.3f | %.1f |%n", request, each.name(),
					equal ? "the same" : "others", each.microseconds(0.5), each.microseconds(0.9),
					each.superiority(first), each.standardErrors(first)));
		}
		return rows.toString();
	}

	/**
	 * A request for a client.
	 */
	@FunctionalInterface
	private interface Managed {

		Answer send(String clientId, String token) throws IOException;

	}

}
