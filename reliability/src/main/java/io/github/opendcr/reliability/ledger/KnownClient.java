package io.github.opendcr.reliability.ledger;

/**
 * A client that was there before the run, as
 * {@link io.github.opendcr.reliability.client.Metadata#confidential} describes it.
 *
 * @param softwareId its software_id, and its name
 * @param clientId its id
 * @param token its registration access token
 * @param secret its secret
 */
public record KnownClient(String softwareId, String clientId, String token, String secret) {
}
