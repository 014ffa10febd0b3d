package io.github.opendcr.reliability.races;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import io.github.opendcr.reliability.client.Answer;
import io.github.opendcr.reliability.client.Browser;
import io.github.opendcr.reliability.client.Metadata;

/**
 * An authorization code is redeemed several times.
 */
final class CodeRace implements Race {

	private String clientId = "";

	@Override
	public String promise() {
		return "An authorization code is redeemed once";
	}

	@Override
	public String attempt(Field field) throws IOException {
		if (this.clientId.isEmpty()) {
			this.clientId = Field.expect(201, field.node(0).register(Metadata.open(field.newName())))
				.member("client_id");
			field.browser(0).consent(this.clientId, field.browser(0).authorize(this.clientId));
		}
		String code = Browser.code(field.browser(0).authorize(this.clientId));
		String form = Browser.redemption(this.clientId, code);
		List<Callable<Answer>> redemptions = new ArrayList<>();
		for (int i = 0; i < Field.RUNNERS; i++) {
			int number = i;
			redemptions.add(() -> field.node(number).form("/oauth2/token", form));
		}
		List<Answer> answers = field.atOnce(redemptions);
		int winner = field.winner(200, answers);
		return (winner >= 0 && Field.all(400, answers, winner)) ? "" : answers.toString();
	}

}
