package io.github.opendcr;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The registration of one client, as a {@link ClientRegistrationStore} keeps it: the half
 * of the client that its {@code RegisteredClient} has no room for. Instants have a
 * precision of milliseconds at most once stored.
 *
 * @param clientId the {@code client_id}, unique
 * @param registeredClientId the {@code id} of the {@code RegisteredClient}
 * @param metadata everything that was registered
 * @param registrationAccessToken what is known of the current registration access token,
 * or {@code null} if the client was registered while management was off
 * @param issuedAt when the {@code client_id} was issued
 * @param updatedAt when the registration changed last
 * @param registrant who let the client in
 * @param issuer the issuer with which the client is registered where one server has
 * several, otherwise {@code null}
 * @param status whether the client may be used
 * @param expiresAt when the client ends, or {@code null} if never
 * @param version how many times it was written, 1 when it was registered; by it, of
 * several that change what they have read, one does
 * @param asked what the client, or its document, asked for last where it was granted
 * something else: the members as they were sent, empty if it was granted all of them
 * @since 0.1.0
 */
public record ClientRegistration(String clientId, String registeredClientId, ClientMetadata metadata,
		@Nullable TokenRecord registrationAccessToken, Instant issuedAt, Instant updatedAt, Registrant registrant,
		@Nullable String issuer, ClientStatus status, @Nullable Instant expiresAt, long version, ClientMetadata asked) {

	/**
	 * Create a registration that is new and was granted what it asked for.
	 * @param clientId the {@code client_id}, unique
	 * @param registeredClientId the {@code id} of the {@code RegisteredClient}
	 * @param metadata everything that was registered
	 * @param registrationAccessToken what is known of the registration access token, or
	 * {@code null} if there is none
	 * @param issuedAt when the {@code client_id} was issued
	 * @param updatedAt when the registration changed last
	 * @param registrant who let the client in
	 * @param issuer the issuer with which the client is registered, or {@code null}
	 * @param status whether the client may be used
	 * @param expiresAt when the client ends, or {@code null} if never
	 */
	public ClientRegistration(String clientId, String registeredClientId, ClientMetadata metadata,
			@Nullable TokenRecord registrationAccessToken, Instant issuedAt, Instant updatedAt, Registrant registrant,
			@Nullable String issuer, ClientStatus status, @Nullable Instant expiresAt) {
		this(clientId, registeredClientId, metadata, registrationAccessToken, issuedAt, updatedAt, registrant, issuer,
				status, expiresAt, 1, ClientMetadata.empty());
	}

	/**
	 * Return the hash of the current registration access token.
	 * @return the hash, or {@code null} if there is no token
	 */
	public @Nullable String tokenHash() {
		return (this.registrationAccessToken != null) ? this.registrationAccessToken.hash() : null;
	}

	/**
	 * Whether a registration access token is the current one or the one before it,
	 * expired or not.
	 * @param hash the SHA-256 of the token, base64url without padding
	 * @return {@code true} if it is one of them
	 */
	public boolean hasToken(String hash) {
		TokenRecord token = this.registrationAccessToken;
		return token != null
				&& (token.hash().equals(hash) || (token.former() != null && token.former().hash().equals(hash)));
	}

	/**
	 * Return the registration after an update.
	 * @param metadata the new metadata
	 * @param token the token that is valid from now on
	 * @param updatedAt the time of the update
	 * @return a new value
	 */
	public ClientRegistration updated(ClientMetadata metadata, @Nullable TokenRecord token, Instant updatedAt) {
		return new ClientRegistration(this.clientId, this.registeredClientId, metadata, token, this.issuedAt, updatedAt,
				this.registrant, this.issuer, this.status, this.expiresAt, this.version + 1, this.asked);
	}

	/**
	 * Return the registration on other terms.
	 * @param registrant who lets the client in from now on
	 * @return a new value
	 */
	public ClientRegistration withRegistrant(Registrant registrant) {
		return new ClientRegistration(this.clientId, this.registeredClientId, this.metadata,
				this.registrationAccessToken, this.issuedAt, this.updatedAt, registrant, this.issuer, this.status,
				this.expiresAt, this.version, this.asked);
	}

	/**
	 * Return the registration in the same version, with what was asked for.
	 * @param asked the members that were granted otherwise, as they were sent
	 * @return a new value
	 */
	public ClientRegistration withAsked(ClientMetadata asked) {
		return new ClientRegistration(this.clientId, this.registeredClientId, this.metadata,
				this.registrationAccessToken, this.issuedAt, this.updatedAt, this.registrant, this.issuer, this.status,
				this.expiresAt, this.version, asked);
	}

	/**
	 * Whether the {@code client_id} is the URL of a document.
	 * @return {@code false} if the client registered
	 */
	public boolean isOfDocument() {
		return this.registrant.source() == Registrant.Source.DOCUMENT;
	}

	/**
	 * Return the registration with another status.
	 * @param status the new status
	 * @param updatedAt the time of the change
	 * @return a new value
	 */
	public ClientRegistration withStatus(ClientStatus status, Instant updatedAt) {
		return new ClientRegistration(this.clientId, this.registeredClientId, this.metadata,
				this.registrationAccessToken, this.issuedAt, updatedAt, this.registrant, this.issuer, status,
				this.expiresAt, this.version + 1, this.asked);
	}

	/**
	 * Return the registration in the same version, with something else remembered of the
	 * token before the current one.
	 * @param former what is remembered, or {@code null} for nothing
	 * @return a new value, or this if there is no current token
	 */
	public ClientRegistration withFormerToken(@Nullable FormerToken former) {
		TokenRecord token = this.registrationAccessToken;
		if (token == null) {
			return this;
		}
		return new ClientRegistration(this.clientId, this.registeredClientId, this.metadata,
				new TokenRecord(token.hash(), token.scope(), token.expiresAt(), former), this.issuedAt, this.updatedAt,
				this.registrant, this.issuer, this.status, this.expiresAt, this.version, this.asked);
	}

	/**
	 * Whether the client has come to its end.
	 * @param now the time
	 * @return {@code true} from {@code expiresAt} on
	 */
	public boolean isExpired(Instant now) {
		return this.expiresAt != null && !now.isBefore(this.expiresAt);
	}

	/**
	 * What is stored of a registration access token; never the token itself.
	 *
	 * @param hash the SHA-256 of the token, base64url without padding
	 * @param scope the scope with which the token was issued
	 * @param expiresAt when it expires, or {@code null} if never
	 * @param former what is remembered of the token before it, or {@code null} if nothing
	 * is; a token that takes the place of this one takes this away
	 * @since 0.1.0
	 */
	public record TokenRecord(String hash, String scope, @Nullable Instant expiresAt, @Nullable FormerToken former) {

		/**
		 * Create a record of a token that has no former one.
		 * @param hash the SHA-256 of the token, base64url without padding
		 * @param scope the scope with which the token was issued
		 * @param expiresAt when it expires, or {@code null} if never
		 */
		public TokenRecord(String hash, String scope, @Nullable Instant expiresAt) {
			this(hash, scope, expiresAt, null);
		}

	}

	/**
	 * What is stored of the token that the last update was made with, so that an update
	 * whose answer was lost can be repeated.
	 *
	 * @param hash the SHA-256 of the token, base64url without padding
	 * @param until the end of the time in which the update can be repeated
	 * @param answer the credentials that the answer had, encrypted under a key that the
	 * token and the body of the request make, in characters of ASCII
	 * @since 0.1.0
	 */
	public record FormerToken(String hash, Instant until, String answer) {
	}

}
