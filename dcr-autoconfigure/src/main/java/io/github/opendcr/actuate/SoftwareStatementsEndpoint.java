package io.github.opendcr.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.statement.SoftwareStatementWithdrawal;
import io.github.opendcr.statement.SoftwareStatements;

import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * Shows, makes and takes back withdrawals of software statements: the Actuator endpoint
 * {@code dcrstatements}, on the web alone. Safe for use by several threads.
 */
@WebEndpoint(id = "dcrstatements")
final class SoftwareStatementsEndpoint {

	private final SoftwareStatements statements;

	/**
	 * Create the endpoint.
	 * @param statements what withdraws
	 */
	SoftwareStatementsEndpoint(SoftwareStatements statements) {
		this.statements = statements;
	}

	/**
	 * Show what is withdrawn.
	 * @return the withdrawals
	 */
	@ReadOperation
	WebEndpointResponse<?> withdrawals() {
		return Answers.to(() -> new WebEndpointResponse<>(Map.of("withdrawals",
				this.statements.withdrawals().stream().map(SoftwareStatementsEndpoint::view).toList())));
	}

	private static Map<String, Object> view(SoftwareStatementWithdrawal withdrawal) {
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("issuer", withdrawal.issuer());
		if (withdrawal.softwareId() != null) {
			members.put("softwareId", withdrawal.softwareId());
		}
		members.put("withdrawnAt", withdrawal.withdrawnAt().toString());
		return members;
	}

	/**
	 * Withdraw an issuer, or one software of it.
	 * @param issuer the issuer
	 * @param softwareId the software; all of the issuer if not said
	 * @return how many clients were disabled, or 400
	 */
	@WriteOperation
	WebEndpointResponse<?> withdraw(@Nullable String issuer, @Nullable String softwareId) {
		return Answers.to(() -> new WebEndpointResponse<>(
				Map.of("disabledClients", this.statements.withdraw((issuer != null) ? issuer : "", softwareId))));
	}

	/**
	 * Take a withdrawal back. Clients stay disabled.
	 * @param issuer the issuer
	 * @param softwareId the software; what was withdrawn without one if not said
	 * @return 204, or 404 if there is no such withdrawal
	 */
	@DeleteOperation
	WebEndpointResponse<?> reinstate(@Nullable String issuer, @Nullable String softwareId) {
		return Answers.to(() -> Answers.done(issuer != null && this.statements.reinstate(issuer, softwareId),
				"There is no such withdrawal"));
	}

}
