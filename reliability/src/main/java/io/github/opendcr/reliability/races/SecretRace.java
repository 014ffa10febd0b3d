package io.github.opendcr.reliability.races;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import io.github.opendcr.reliability.client.Answer;

/**
 * New secrets for one client.
 */
final class SecretRace implements Race {

	@Override
	public String promise() {
		return "Of new secrets that are asked for at once, the last works and no other";
	}

	@Override
	public String attempt(Field field) throws IOException {
		Answer client = field.registered();
		String id = client.member("client_id");
		List<Callable<Answer>> rotations = new ArrayList<>();
		for (int i = 0; i < Field.RUNNERS; i++) {
			int number = i;
			rotations.add(() -> field.node(number).rotateSecret(id, client.member("registration_access_token")));
		}
		List<Answer> answers = field.atOnce(rotations);
		if (!Field.all(200, answers, -1)) {
			return answers.toString();
		}
		int working = 0;
		for (int i = 0; i < answers.size(); i++) {
			working += field.node(i).clientCredentials(id, answers.get(i).member("client_secret")).is(200) ? 1 : 0;
		}
		boolean first = field.node(0).clientCredentials(id, client.member("client_secret")).is(200);
		return (working == 1 && !first) ? "" : working + " new secrets work, the first one: " + first;
	}

}
