package io.github.opendcr.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.github.opendcr.keys.Sha256;

import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpHeaders;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Serves the style sheet of the pages to anyone. Whoever asks for it by its hash may keep
 * it for good.
 */
final class Stylesheet extends OncePerRequestFilter {

	private static final String FILE = "style.css";

	private static final String VERSION = "v";

	private final byte[] content;

	private final String hash;

	Stylesheet() {
		try {
			String text = new ClassPathResource(FILE, Stylesheet.class).getContentAsString(StandardCharsets.UTF_8);
			this.content = text.getBytes(StandardCharsets.UTF_8);
			this.hash = Sha256.of(text).substring(0, 16);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static String path(String registrationPath) {
		return registrationPath + "/pages/" + FILE;
	}

	String query() {
		return "?" + VERSION + "=" + this.hash;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws IOException {
		response.setHeader("X-Content-Type-Options", "nosniff");
		if (!Set.of("GET", "HEAD").contains(request.getMethod())) {
			response.setHeader(HttpHeaders.ALLOW, "GET, HEAD");
			response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
			return;
		}
		response.setHeader(HttpHeaders.CACHE_CONTROL,
				this.hash.equals(request.getParameter(VERSION)) ? "public, max-age=31536000, immutable" : "no-cache");
		if (new ServletWebRequest(request, response).checkNotModified(this.hash)) {
			return;
		}
		response.setContentType("text/css;charset=UTF-8");
		response.setContentLength(this.content.length);
		if (request.getMethod().equals("GET")) {
			response.getOutputStream().write(this.content);
		}
	}

}
