package io.github.opendcr.reliability.races;

import java.io.IOException;
import java.util.List;

import io.github.opendcr.reliability.client.Answer;
import io.github.opendcr.reliability.client.Browser;

/**
 * A client that is a document is used for the first time, by several users.
 */
final class DocumentRace implements Race {

	@Override
	public String promise() {
		return "A document that is used for the first time at both nodes is one client, which works for each of its users";
	}

	@Override
	public String attempt(Field field) throws IOException {
		String document = field.documents().newDocument();
		field.browser(0).logIn();
		field.browser(1).logIn();
		List<Answer> pages = field
			.atOnce(List.of(() -> field.browser(0).authorize(document), () -> field.browser(1).authorize(document),
					() -> field.browser(0).authorize(document), () -> field.browser(1).authorize(document)));
		if (!pages.stream().allMatch(Browser::isConsentPage)) {
			return pages.toString();
		}
		List<Answer> allowed = field.atOnce(List.of(() -> field.browser(0).consent(document, pages.get(0)),
				() -> field.browser(1).consent(document, pages.get(1))));
		for (int i = 0; i < allowed.size(); i++) {
			String code = Browser.code(allowed.get(i));
			Answer tokens = field.node(i + 1).form("/oauth2/token", Browser.redemption(document, code));
			if (!tokens.is(200)) {
				return "user " + i + ": " + allowed + ", " + tokens;
			}
		}
		return "";
	}

}
