package io.github.opendcr.reliability.races;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;

import io.github.opendcr.reliability.client.Answer;
import io.github.opendcr.reliability.client.Metadata;

/**
 * One registration is sent several times.
 */
final class IdempotencyRace implements Race {

	@Override
	public String promise() {
		return "A registration that is sent several times at once with its `Idempotency-Key` is answered the same, or 409";
	}

	@Override
	public String attempt(Field field) throws IOException {
		String key = UUID.randomUUID().toString();
		String name = field.newName();
		String metadata = Metadata.confidential(name, name);
		List<Callable<Answer>> registrations = new ArrayList<>();
		for (int i = 0; i < Field.RUNNERS; i++) {
			int number = i;
			registrations.add(() -> field.node(number).registerWithKey(metadata, key));
		}
		List<Answer> answers = field.atOnce(registrations);
		Answer late = field.node(1).registerWithKey(metadata, key);
		boolean kept = late.is(201) && answers.stream().anyMatch((answer) -> answer.is(201))
				&& answers.stream()
					.allMatch((answer) -> (answer.is(201) && sameClient(answer, late))
							|| (answer.is(409) && !answer.header("Retry-After").isEmpty()));
		return kept ? "" : answers + ", then " + late;
	}

	// The two nodes have two addresses, and a client's URL is the one of its node
	private static boolean sameClient(Answer one, Answer other) {
		return List.of("client_id", "client_secret", "registration_access_token", "client_id_issued_at")
			.stream()
			.allMatch((member) -> one.member(member).equals(other.member(member)));
	}

}
