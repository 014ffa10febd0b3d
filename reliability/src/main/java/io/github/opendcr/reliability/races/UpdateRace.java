package io.github.opendcr.reliability.races;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import io.github.opendcr.reliability.client.Answer;
import io.github.opendcr.reliability.client.Metadata;

/**
 * Different updates with one registration access token.
 */
final class UpdateRace implements Race {

	@Override
	public String promise() {
		return "Of different updates with one token, one is done and replaces the token";
	}

	@Override
	public String attempt(Field field) throws IOException {
		Answer client = field.registered();
		String id = client.member("client_id");
		String software = client.member("software_id");
		String token = client.member("registration_access_token");
		List<Callable<Answer>> updates = new ArrayList<>();
		for (int i = 0; i < Field.RUNNERS; i++) {
			int number = i;
			updates.add(() -> field.node(number).update(id, token, Metadata.update(id, software, "update-" + number)));
		}
		List<Answer> answers = field.atOnce(updates);
		int winner = field.winner(200, answers);
		if (winner < 0 || !Field.all(401, answers, winner)) {
			return answers.toString();
		}
		String next = answers.get(winner).member("registration_access_token");
		Answer read = field.node(winner + 1).read(id, next);
		Answer former = field.node(winner + 1).read(id, token);
		boolean kept = read.is(200) && read.member("client_name").equals("update-" + winner) && former.is(401);
		return kept ? "" : "winner " + winner + ", " + read + read.member("client_name") + ", former token " + former;
	}

}
