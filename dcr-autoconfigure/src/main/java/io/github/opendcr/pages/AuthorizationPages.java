package io.github.opendcr.pages;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.consent.ConsentModel;
import io.github.opendcr.consent.ConsentModels;

import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Shows users the pages of the authorization endpoint, the application's or ours, with
 * the headers that all of them have. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class AuthorizationPages {

	// No letter or figure that looks like another
	private static final String ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

	private static final int CODE_LENGTH = 8;

	private static final RequestMatcher BROWSERS = browsers();

	private final SecureRandom random = new SecureRandom();

	private final ConsentPageUse use;

	private final PageMessages messages;

	private final @Nullable String styleOrigin;

	private final Supplier<ConsentModels> models;

	private final Supplier<ConsentPage> consentPage;

	private final Supplier<AuthorizationErrorPage> errorPage;

	private final Predicate<StoppedAuthorization> records;

	/**
	 * Create the pages. The suppliers are asked at the first use.
	 * @param use when users see the consent page
	 * @param messages the messages of the application, whose languages pages may have
	 * @param stylesheet the style sheet of the application, or {@code null}
	 * @param models makes what the consent page shows
	 * @param consentPage the page on which users decide
	 * @param errorPage the page that says why an authorization ends
	 * @param records writes down what operators look up by its code; {@code false} if it
	 * didn't
	 */
	public AuthorizationPages(ConsentPageUse use, MessageSource messages, @Nullable String stylesheet,
			Supplier<ConsentModels> models, Supplier<ConsentPage> consentPage,
			Supplier<AuthorizationErrorPage> errorPage, Predicate<StoppedAuthorization> records) {
		this.use = use;
		this.messages = new PageMessages(messages);
		this.styleOrigin = StandardPages.origin(stylesheet);
		this.models = models;
		this.consentPage = consentPage;
		this.errorPage = errorPage;
		this.records = records;
	}

	private static RequestMatcher browsers() {
		MediaTypeRequestMatcher html = new MediaTypeRequestMatcher(MediaType.TEXT_HTML);
		html.setIgnoredMediaTypes(Set.of(MediaType.ALL));
		return html;
	}

	/**
	 * Whether a request is a browser's, which shows pages.
	 * @param request the request
	 * @return {@code true} if it accepts HTML by name
	 */
	public boolean areFor(HttpServletRequest request) {
		return BROWSERS.matches(request);
	}

	/**
	 * Tell when users see the consent page.
	 * @return when
	 */
	public ConsentPageUse use() {
		return this.use;
	}

	/**
	 * Find what waits for a user's consent, in the language of the page.
	 * @param request the request
	 * @param state the state with which it waits
	 * @param userName the name of the user
	 * @return what to show, or {@code null} if nothing waits
	 */
	public @Nullable ConsentModel find(HttpServletRequest request, String state, String userName) {
		return this.models.get().find(state, userName, this.messages.locale(request));
	}

	/**
	 * Ask for a user's consent.
	 * @param consent what the user should know
	 * @param userName the name of the user
	 * @param state the state with which it waits
	 * @param userCode the code that the user's device shows, or {@code null}
	 * @param request the request, to whose path the answer goes
	 * @param response the response
	 * @throws IOException if the page can't be written
	 * @throws ServletException if the page can't be made
	 */
	public void ask(ConsentModel consent, String userName, String state, @Nullable String userCode,
			HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
		// No form-action: browsers apply it to the redirects that follow the form, and a
		// client may redirect on. With no-referrer they would post "Origin: null"
		addHeaders(response, "", "same-origin");
		ConsentQuestion question = new ConsentQuestion(consent, userName, request.getRequestURI(), state, userCode,
				this.messages.locale(request));
		this.consentPage.get().write(question, request, response);
	}

	/**
	 * Say why an authorization ends here.
	 * @param cause what kind of reason it is
	 * @param reason a sentence for operators
	 * @param clientId the {@code client_id} that the request named, or {@code null}
	 * @param request the request
	 * @param response the response
	 * @throws IOException if the page can't be written
	 * @throws ServletException if the page can't be made
	 */
	public void explain(AuthorizationError.Cause cause, String reason, @Nullable String clientId,
			HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
		String code = code();
		boolean recorded = cause != AuthorizationError.Cause.DENIED
				&& this.records.test(new StoppedAuthorization(code, cause, reason, clientId, request));
		addHeaders(response, "; form-action 'none'", "no-referrer");
		response.setStatus((cause == AuthorizationError.Cause.SERVER_UNAVAILABLE)
				? HttpServletResponse.SC_SERVICE_UNAVAILABLE : HttpServletResponse.SC_BAD_REQUEST);
		Locale locale = this.messages.locale(request);
		this.errorPage.get().write(new AuthorizationError(cause, recorded ? code : null, locale), request, response);
	}

	private void addHeaders(HttpServletResponse response, String policy, String referrer) {
		String styles = (this.styleOrigin != null) ? "'self' " + this.styleOrigin : "'self'";
		response.setHeader("Content-Security-Policy",
				"default-src 'none'; style-src " + styles + "; base-uri 'none'; frame-ancestors 'none'" + policy);
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		response.setHeader("Referrer-Policy", referrer);
		response.setHeader("X-Content-Type-Options", "nosniff");
	}

	private String code() {
		StringBuilder code = new StringBuilder(CODE_LENGTH + 1);
		for (int i = 0; i < CODE_LENGTH; i++) {
			code.append((i == CODE_LENGTH / 2) ? "-" : "")
				.append(ALPHABET.charAt(this.random.nextInt(ALPHABET.length())));
		}
		return code.toString();
	}

}
