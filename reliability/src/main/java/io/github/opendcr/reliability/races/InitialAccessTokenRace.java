package io.github.opendcr.reliability.races;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import io.github.opendcr.reliability.client.Answer;
import io.github.opendcr.reliability.client.Metadata;

/**
 * Registrations with an initial access token for one client.
 */
final class InitialAccessTokenRace implements Race {

	@Override
	public String promise() {
		return "An initial access token for one client registers one";
	}

	@Override
	public String attempt(Field field) throws IOException {
		String token = field.initialAccessToken("{\"uses\":1}");
		List<Callable<Answer>> registrations = new ArrayList<>();
		for (int i = 0; i < Field.RUNNERS; i++) {
			int number = i;
			String name = field.newName();
			registrations.add(() -> field.node(number).registerWithToken(Metadata.confidential(name, name), token));
		}
		List<Answer> answers = field.atOnce(registrations);
		int winner = field.winner(201, answers);
		return (winner >= 0 && Field.all(401, answers, winner)) ? "" : answers.toString();
	}

}
