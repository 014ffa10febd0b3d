package io.github.opendcr.consent;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a user should know before consenting to a client. What a client that registered
 * itself says of itself is its own word; what of it could harm a page is taken away here,
 * and the page escapes it as any text and puts the name into a {@code <bdi>}. A logo is
 * not part of it: a page that showed it would tell its owner who looks at it, and when.
 * <p>
 * The page posts {@code client_id}, {@code state} and a {@code scope} for each scope that
 * the user grants to the authorization endpoint; without any scope the user refuses.
 *
 * @param clientId the {@code client_id}
 * @param clientHost the host of a {@code client_id} that is the URL of a document, in its
 * ASCII form ({@code xn--…}), or {@code null} if it is none. Show it first: it is all of
 * the client that isn't its own word
 * @param selfRegistered whether the client registered itself: its name and links are its
 * own word, unless its policy forced them or a software statement claimed them
 * @param registeredAt when it did, or {@code null} if that isn't known
 * @param clientName the client's name in the user's language, or {@code null} if it has
 * none; of one that registered itself at most 64 characters on one line, without
 * characters that control the direction of text or can't be seen
 * @param deceptiveName whether the name may imitate another: it had characters that were
 * taken away, or mixes letters of several scripts within a word. That it isn't set is no
 * proof of the opposite
 * @param redirectUri where the answer goes, or {@code null} if the client is a device
 * that polls for it
 * @param redirectHost the host of that URI, in its ASCII form ({@code xn--…}), or
 * {@code null} if no other machine gets the answer
 * @param policyUri the privacy policy of the client in the user's language, https always,
 * or {@code null}; link to it with {@code rel="noopener noreferrer nofollow"}
 * @param termsUri the terms of service of the client, like the policy
 * @param changed whether the client has changed since the user agreed: what was granted
 * before doesn't count any more
 * @param loopbackOnly whether all redirection URIs of a client that registered itself
 * lead to the user's own device: any application there may pass itself off as this one
 * @param development whether the operator marked the host or the URL of the
 * {@code client_id} as one of clients in development: only those who test it should go on
 * @param scopes what the client asks for: {@code openid} first, then by the scope values
 * @param resources the only resources where the client can use that, as it named them:
 * URIs of printable ASCII; empty if it named none, or nothing is made of it
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-5">RFC 7591 §5</a>
 */
public record ConsentModel(String clientId, @Nullable String clientHost, boolean selfRegistered,
		@Nullable Instant registeredAt, @Nullable String clientName, boolean deceptiveName,
		@Nullable String redirectUri, @Nullable String redirectHost, @Nullable String policyUri,
		@Nullable String termsUri, boolean changed, boolean loopbackOnly, boolean development, List<Scope> scopes,
		List<String> resources) {

	/**
	 * Create a model.
	 */
	public ConsentModel {
		scopes = List.copyOf(scopes);
		resources = List.copyOf(resources);
	}

	/**
	 * Return the host of the {@code client_id} for one line of a page, cut at the left.
	 * @return at most 40 characters, the end of the host always, or {@code null} if there
	 * is none
	 */
	public @Nullable String getShortClientHost() {
		return ClientHost.shortened(this.clientHost);
	}

	/**
	 * Whether the answer goes to an application on the user's own device: by a loopback
	 * address or a private-use scheme. Which application that is, nobody can tell.
	 * @return {@code true} if it does
	 */
	public boolean isOnThisDevice() {
		return this.redirectUri != null && this.redirectHost == null;
	}

	/**
	 * Return the scopes to decide about.
	 * @return the scopes that the user hasn't granted before
	 */
	public List<Scope> getAskedScopes() {
		return this.scopes.stream().filter((scope) -> !scope.granted()).toList();
	}

	/**
	 * Return the scopes that the user granted before. They remain granted, whatever the
	 * page posts.
	 * @return the scopes
	 */
	public List<Scope> getGrantedScopes() {
		return this.scopes.stream().filter(Scope::granted).toList();
	}

	/**
	 * A scope that the client asks for.
	 *
	 * @param value the scope value, to be posted
	 * @param words what it permits, in words; the value if there are none
	 * @param granted whether the user granted it before
	 * @since 0.1.0
	 */
	public record Scope(String value, String words, boolean granted) {
	}

}
