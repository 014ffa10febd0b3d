package io.github.opendcr.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.console.template.JteconfirmationGenerated;
import io.github.opendcr.console.template.JtestatementsGenerated;
import io.github.opendcr.console.template.JtewithdrawGenerated;
import io.github.opendcr.console.view.Confirmation;
import io.github.opendcr.console.view.Form;
import io.github.opendcr.console.view.Section;
import io.github.opendcr.console.view.Statements;
import io.github.opendcr.statement.SoftwareStatementVerifier;
import io.github.opendcr.statement.SoftwareStatements;

/**
 * Whose software statements are believed.
 *
 * @since 0.1.0
 */
public final class StatementPages extends Pages {

	private static final List<String> FIELDS = List.of("issuer", "software");

	private final SoftwareStatements statements;

	private final SoftwareStatementVerifier verifier;

	/**
	 * Create the pages.
	 * @param statements what withdraws trust
	 * @param verifier what knows whose statements are believed
	 */
	public StatementPages(SoftwareStatements statements, SoftwareStatementVerifier verifier) {
		this.statements = statements;
		this.verifier = verifier;
	}

	@Override
	void addTo(Routes routes) {
		routes.get("/statements", (request) -> {
			Statements all = new Statements(this.verifier.issuers(), this.statements.withdrawals());
			return Reply.page(Section.STATEMENTS,
					(output, frame) -> JtestatementsGenerated.render(output, null, frame, all));
		});
		routes.get("/statements/withdraw", (request) -> form(200, new Form(request.fields(FIELDS), Map.of())));
		routes.post("/statements/withdraw", this::withdraw);
		routes.get("/statements/reinstate", StatementPages::askToReinstate);
		routes.post("/statements/reinstate", this::reinstate);
	}

	private static Reply form(int status, Form form) {
		return Reply.page(status, Section.STATEMENTS,
				(output, frame) -> JtewithdrawGenerated.render(output, null, frame, form));
	}

	private Reply withdraw(ConsoleRequest request) {
		Form form = new Form(request.fields(FIELDS), Map.of());
		try {
			this.statements.withdraw(form.value("issuer"), request.parameter("software"));
			return Reply.done("withdraw", "/statements");
		}
		catch (IllegalArgumentException ex) {
			String sentence = Sentences.of(ex);
			return form(400, form.withError(sentence.contains("software_id") ? "software" : "issuer", sentence));
		}
	}

	private static Reply askToReinstate(ConsoleRequest request) {
		String issuer = request.required("issuer");
		String software = request.parameter("software");
		return Reply.page(Section.STATEMENTS,
				(output, frame) -> JteconfirmationGenerated.render(output, null, frame,
						new Confirmation("Accept these statements again?",
								"Statements are accepted again if their issuer is trusted. Clients that were disabled "
										+ "stay so until you enable each of them.",
								subject(issuer, software), hidden(issuer, software), Form.EMPTY, false,
								"Accept them again", false, frame.to("/statements/reinstate"),
								frame.to("/statements"))));
	}

	private static Map<String, String> subject(String issuer, @Nullable String software) {
		Map<String, String> subject = new LinkedHashMap<>();
		subject.put("Issuer", issuer);
		subject.put("Software", (software != null) ? software : "all of it");
		return subject;
	}

	private static Map<String, String> hidden(String issuer, @Nullable String software) {
		return (software != null) ? Map.of("issuer", issuer, "software", software) : Map.of("issuer", issuer);
	}

	private Reply reinstate(ConsoleRequest request) {
		if (!this.statements.reinstate(request.required("issuer"), request.parameter("software"))) {
			throw RefusedException.notFound("There is no such withdrawal, or not any more.");
		}
		return Reply.done("reinstate", "/statements");
	}

}
