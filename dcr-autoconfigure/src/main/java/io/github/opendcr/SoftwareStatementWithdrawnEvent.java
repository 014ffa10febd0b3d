package io.github.opendcr;

/**
 * Published after software statements were withdrawn and their clients disabled, on the
 * thread of the caller.
 *
 * @param withdrawal what was withdrawn
 * @param disabledClients how many clients were disabled
 * @since 0.1.0
 */
public record SoftwareStatementWithdrawnEvent(SoftwareStatementWithdrawal withdrawal, int disabledClients) {
}
