package io.github.opendcr.actuate;

import java.security.Principal;
import java.time.DateTimeException;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.token.InitialAccessToken;
import io.github.opendcr.token.InitialAccessTokenTerms;
import io.github.opendcr.token.InitialAccessTokens;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

/**
 * Issues, lists and revokes initial access tokens: the Actuator endpoint
 * {@code dcrtokens}. On the web alone, since its answers are HTTP's. Safe for use by
 * several threads.
 * <p>
 * Every parameter is an optional text, so that whatever is wrong with it is answered here
 * and not by the application's error page, which by default says nothing.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-3">RFC 7591 §3</a>
 */
@RegisterReflectionForBinding(Secret.class)
@WebEndpoint(id = "dcrtokens")
final class InitialAccessTokensEndpoint {

	private static final String UNLIMITED = "unlimited";

	private static final String NONE = "There is no such token";

	private final InitialAccessTokens tokens;

	/**
	 * Create the endpoint.
	 * @param tokens the initial access tokens
	 */
	InitialAccessTokensEndpoint(InitialAccessTokens tokens) {
		this.tokens = tokens;
	}

	/**
	 * Issue a token. What is left out is as in
	 * {@link InitialAccessTokenTerms#SINGLE_USE}.
	 * @param uses how many clients it registers, or {@code unlimited}
	 * @param timeToLive how long it lives ({@code 1h}, {@code PT1H}, {@code 3600}), or
	 * {@code unlimited}
	 * @param policy the name of the policy for the clients that it registers
	 * @param note what the operator wants to remember of it
	 * @param issuer the only issuer with which it registers clients
	 * @param securityContext who asks
	 * @return the token, for this once
	 */
	@WriteOperation
	WebEndpointResponse<?> issue(@Nullable String uses, @Nullable String timeToLive, @Nullable String policy,
			@Nullable String note, @Nullable String issuer, SecurityContext securityContext) {
		return Answers.to(() -> {
			InitialAccessTokenTerms terms = InitialAccessTokenTerms.SINGLE_USE.withPolicy(policy)
				.withNote(note)
				.withIssuer(issuer)
				.withIssuedBy(name(securityContext));
			terms = (uses != null) ? terms.withUses(uses(uses)) : terms;
			terms = (timeToLive != null) ? terms.withTimeToLive(timeToLive(timeToLive)) : terms;
			return new WebEndpointResponse<>(InitialAccessTokenView.of(this.tokens.issue(terms)));
		});
	}

	/**
	 * List tokens, the newest first.
	 * @param after the {@code next} of the page before
	 * @param limit how many, 100 if not said
	 * @return a page, with {@code next} if there may be another one
	 */
	@ReadOperation
	WebEndpointResponse<?> list(@Nullable String after, @Nullable String limit) {
		return Answers.to(() -> {
			int size = Answers.pageSize(limit);
			return Answers.page("tokens", this.tokens.list(after, size), size, InitialAccessTokenView::of,
					InitialAccessToken::id);
		});
	}

	/**
	 * Find a token.
	 * @param id its id
	 * @return what is known of it, or 404
	 */
	@ReadOperation
	WebEndpointResponse<?> find(@Selector String id) {
		return Answers.to(() -> {
			InitialAccessToken token = this.tokens.find(id);
			return (token != null) ? new WebEndpointResponse<>(InitialAccessTokenView.of(token))
					: Answers.notFound(NONE);
		});
	}

	/**
	 * Revoke a token.
	 * @param id its id
	 * @param securityContext who asks
	 * @return 204, or 404
	 */
	@DeleteOperation
	WebEndpointResponse<?> revoke(@Selector String id, SecurityContext securityContext) {
		return Answers.to(() -> Answers.done(this.tokens.revoke(id, name(securityContext)), NONE));
	}

	private static @Nullable String name(SecurityContext securityContext) {
		Principal principal = securityContext.getPrincipal();
		return (principal != null) ? principal.getName() : null;
	}

	private static @Nullable Integer uses(String uses) {
		return uses.equals(UNLIMITED) ? null : Answers.number("uses", uses, Integer.MAX_VALUE);
	}

	private static @Nullable Duration timeToLive(String timeToLive) {
		if (timeToLive.equals(UNLIMITED)) {
			return null;
		}
		try {
			return DurationFormatterUtils.detectAndParse(timeToLive, DurationFormat.Unit.SECONDS);
		}
		catch (IllegalArgumentException | ArithmeticException | DateTimeException ex) {
			throw new IllegalArgumentException(
					"timeToLive must be a duration such as 90s, 1h, 30d or PT1H, or a number of seconds, or unlimited");
		}
	}

}
