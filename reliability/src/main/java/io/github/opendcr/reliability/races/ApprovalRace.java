package io.github.opendcr.reliability.races;

import java.io.IOException;
import java.util.List;

import io.github.opendcr.reliability.client.Answer;
import io.github.opendcr.reliability.client.Metadata;

/**
 * Operators approve and disable a client that asks for tokens.
 */
final class ApprovalRace implements Race {

	private static final String ACTIVE = "{\"status\":\"active\"}";

	private static final String DISABLED = "{\"status\":\"disabled\"}";

	@Override
	public String promise() {
		return "A client that one operator approves and another disables is one of both at all nodes, with its tokens";
	}

	@Override
	public String attempt(Field field) throws IOException {
		String name = field.newName();
		String initial = field.initialAccessToken("{\"uses\":1,\"policy\":\"reviewed\"}");
		Answer client = Field.expect(201, field.node(0).registerWithToken(Metadata.confidential(name, name), initial));
		String id = client.member("client_id");
		String secret = client.member("client_secret");
		Field.expect(401, field.node(1).clientCredentials(id, secret));
		List<Answer> answers = field.atOnce(List.of(() -> field.node(0).operate("POST", "dcrclients/" + id, ACTIVE),
				() -> field.node(1).operate("POST", "dcrclients/" + id, DISABLED),
				() -> field.node(1).operate("POST", "dcrclients/" + id, ACTIVE),
				() -> field.node(0).clientCredentials(id, secret), () -> field.node(1).clientCredentials(id, secret)));
		if (answers.subList(0, 3).stream().anyMatch((answer) -> answer.status() >= 300)) {
			return answers.toString();
		}
		boolean active = field.node(0).operate("GET", "dcrclients/" + id, null).member("status").equals("active");
		for (int i = 0; i < 2; i++) {
			Answer token = field.node(i).clientCredentials(id, secret);
			if (!token.is(active ? 200 : 401)) {
				return "active " + active + ", but at node " + i + " " + token;
			}
		}
		for (Answer issued : answers.subList(3, 5)) {
			if (!active && issued.is(200) && field.node(0).isActive(issued.member("access_token"))) {
				return "disabled, but a token is active";
			}
		}
		return "";
	}

}
