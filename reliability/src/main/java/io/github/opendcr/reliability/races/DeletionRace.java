package io.github.opendcr.reliability.races;

import java.io.IOException;
import java.util.List;

import io.github.opendcr.reliability.client.Answer;
import io.github.opendcr.reliability.client.Api;
import io.github.opendcr.reliability.client.Metadata;

/**
 * A client is deleted, updated and given tokens at once.
 */
final class DeletionRace implements Race {

	@Override
	public String promise() {
		return "A client is deleted or updated, and of one that is deleted no token works";
	}

	@Override
	public String attempt(Field field) throws IOException {
		Answer client = field.registered();
		String id = client.member("client_id");
		String software = client.member("software_id");
		String secret = client.member("client_secret");
		String token = client.member("registration_access_token");
		List<Answer> answers = field.atOnce(List.of(() -> field.node(0).delete(id, token),
				() -> field.node(1).update(id, token, Metadata.update(id, software, "updated")),
				() -> field.node(0).clientCredentials(id, secret), () -> field.node(1).clientCredentials(id, secret)));
		Answer deletion = answers.get(0);
		Answer update = answers.get(1);
		if (deletion.is(204) && update.is(401)) {
			field.winner(204, answers);
			return checkDeleted(field.node(1), client, answers);
		}
		if (deletion.is(401) && update.is(200)) {
			field.winner(401, List.of(answers.get(1), deletion));
			Answer read = field.node(0).read(id, update.member("registration_access_token"));
			boolean works = read.is(200) && field.node(0).clientCredentials(id, secret).is(200);
			return (works && read.member("client_name").equals("updated")) ? "" : "updated, but " + read;
		}
		return answers.toString();
	}

	private static String checkDeleted(Api node, Answer client, List<Answer> answers) throws IOException {
		Answer read = node.read(client.member("client_id"), client.member("registration_access_token"));
		Answer token = node.clientCredentials(client.member("client_id"), client.member("client_secret"));
		if (!read.is(401) || !token.is(401)) {
			return "deleted, but read " + read + ", token " + token;
		}
		for (Answer issued : answers.subList(2, 4)) {
			if (issued.is(200) && node.isActive(issued.member("access_token"))) {
				return "deleted, but a token is active";
			}
		}
		return "";
	}

}
