package io.github.opendcr.console.view;

import java.util.List;

import io.github.opendcr.statement.SoftwareStatementWithdrawal;
import io.github.opendcr.statement.TrustedIssuer;

/**
 * Whose software statements are believed, and which not any more.
 *
 * @param issuers the issuers that are trusted
 * @param withdrawals what is withdrawn
 * @since 0.1.0
 */
public record Statements(List<TrustedIssuer> issuers, List<SoftwareStatementWithdrawal> withdrawals) {
}
