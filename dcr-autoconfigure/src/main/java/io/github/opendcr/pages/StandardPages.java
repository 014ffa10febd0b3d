package io.github.opendcr.pages;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import gg.jte.html.HtmlTemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.pages.template.JteconsentGenerated;
import io.github.opendcr.pages.template.JteerrorGenerated;

import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/**
 * The pages of the starter, in the look of Spring Security's login page. Safe for use by
 * several threads.
 *
 * @since 0.1.0
 */
public final class StandardPages {

	private final PageMessages messages;

	private final Stylesheet stylesheet = new Stylesheet();

	private final String path;

	private final @Nullable String ownStylesheet;

	private final @Nullable PageContact contact;

	/**
	 * Create the pages.
	 * @param messages the messages of the application, which come before ours
	 * @param path the path of the registration endpoint, below which the style sheet is
	 * @param stylesheet the style sheet of the application, a URL or a path, or
	 * {@code null} for ours
	 * @param contact to whom users turn, or {@code null}
	 */
	public StandardPages(MessageSource messages, String path, @Nullable String stylesheet, @Nullable String contact) {
		this.messages = new PageMessages(messages);
		this.path = Stylesheet.path(path);
		this.ownStylesheet = stylesheet;
		this.contact = (contact != null && !contact.isBlank()) ? PageContact.of(contact) : null;
	}

	/**
	 * Return our messages, in English where there is no better language.
	 * @return the messages
	 */
	public static MessageSource messages() {
		return PageMessages.standard();
	}

	/**
	 * Return the page on which users decide.
	 * @return the page
	 */
	public ConsentPage consentPage() {
		return (question, request, response) -> write(request, response, question.locale(),
				(page, output) -> JteconsentGenerated.render(output, null, page, question));
	}

	/**
	 * Return the page that says why an authorization ends.
	 * @return the page
	 */
	public AuthorizationErrorPage errorPage() {
		return (error, request, response) -> write(request, response, error.locale(),
				(page, output) -> JteerrorGenerated.render(output, null, page, error, this.contact));
	}

	/**
	 * Return what serves our style sheet.
	 * @return the chain, which takes nothing else
	 */
	public SecurityFilterChain stylesheet() {
		return new DefaultSecurityFilterChain(PathPatternRequestMatcher.withDefaults().matcher(this.path),
				this.stylesheet);
	}

	/**
	 * Return whence style sheets may come, besides this server.
	 * @param stylesheet the style sheet of the application
	 * @return an origin, or {@code null} if there is none
	 */
	static @Nullable String origin(@Nullable String stylesheet) {
		URI uri = (stylesheet != null) ? URI.create(stylesheet) : null;
		return (uri != null && uri.getHost() != null) ? uri.getScheme() + "://" + uri.getRawAuthority() : null;
	}

	private void write(HttpServletRequest request, HttpServletResponse response, Locale locale, Template template)
			throws IOException {
		StringOutput text = new StringOutput();
		template.render(new PageFrame(this.messages, locale, stylesheet(request)), new OwaspHtmlTemplateOutput(text));
		byte[] page = text.toString().getBytes(StandardCharsets.UTF_8);
		response.setContentType("text/html;charset=UTF-8");
		response.setHeader(HttpHeaders.CONTENT_LANGUAGE, locale.toLanguageTag());
		response.setContentLength(page.length);
		response.getOutputStream().write(page);
	}

	private String stylesheet(HttpServletRequest request) {
		String own = this.ownStylesheet;
		if (own == null) {
			return request.getContextPath() + this.path + this.stylesheet.query();
		}
		return own.startsWith("/") ? request.getContextPath() + own : own;
	}

	@FunctionalInterface
	private interface Template {

		void render(PageFrame page, HtmlTemplateOutput output);

	}

}
