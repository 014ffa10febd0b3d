package io.github.opendcr.reliability.races;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import io.github.opendcr.reliability.client.Answer;
import io.github.opendcr.reliability.client.Metadata;

/**
 * More registrations than a quota has places.
 */
final class QuotaRace implements Race {

	/** How many clients of one initial access token the nodes let register. */
	static final int PLACES = 3;

	@Override
	public String promise() {
		return "As many clients register as a quota has places, and a deletion gives one back";
	}

	@Override
	public String attempt(Field field) throws IOException {
		String token = field.initialAccessToken("{\"uses\":\"unlimited\"}");
		List<Callable<Answer>> registrations = new ArrayList<>();
		for (int i = 0; i < 2 * PLACES; i++) {
			int number = i;
			registrations.add(() -> register(field, number, token));
		}
		List<Answer> answers = field.atOnce(registrations);
		List<Answer> registered = answers.stream().filter((answer) -> answer.is(201)).toList();
		long refused = answers.stream().filter((answer) -> answer.is(403)).count();
		if (registered.size() != PLACES || refused != PLACES) {
			return answers.toString();
		}
		Answer first = registered.get(0);
		Field.expect(204, field.node(1).delete(first.member("client_id"), first.member("registration_access_token")));
		Answer again = register(field, 0, token);
		Answer tooMany = register(field, 1, token);
		return (again.is(201) && tooMany.is(403)) ? "" : "after a deletion " + again + " " + tooMany;
	}

	private static Answer register(Field field, int node, String token) throws IOException {
		String name = field.newName();
		return field.node(node).registerWithToken(Metadata.confidential(name, name), token);
	}

}
