package io.github.opendcr.console;

import java.io.IOException;
import java.util.Objects;

import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.Utf8ByteOutput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.github.opendcr.console.view.Frame;
import io.github.opendcr.server.outage.TemporaryFailure;

import org.springframework.security.web.csrf.CsrfToken;

/**
 * Writes answers.
 *
 * @param path the path of the console
 * @param documents whether there are clients that are URLs
 * @param version the version of what pages load
 */
record Answers(String path, boolean documents, String version) {

	void write(HttpServletRequest request, HttpServletResponse response, Reply reply) throws IOException {
		Frame frame = frame(request, reply);
		response.setStatus(reply.status());
		if (reply.status() == HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
			response.setHeader("Retry-After", TemporaryFailure.PAUSE_IN_SECONDS);
		}
		Template page = reply.page();
		if (page == null) {
			response.setHeader("Location", frame.base() + Objects.requireNonNullElse(reply.location(), ""));
			return;
		}
		Utf8ByteOutput output = new Utf8ByteOutput();
		page.render(new OwaspHtmlTemplateOutput(output), frame);
		response.setContentType("text/html;charset=UTF-8");
		response.setContentLength(output.getContentLength());
		output.writeTo(response.getOutputStream());
	}

	private Frame frame(HttpServletRequest request, Reply reply) {
		String user = request.getRemoteUser();
		// whoever isn't logged in has no form, and perhaps no session that could be read
		CsrfToken csrf = (user != null) ? (CsrfToken) request.getAttribute(CsrfToken.class.getName()) : null;
		boolean done = reply.section() != null;
		String[] notice = request.getParameterValues("done");
		return new Frame(request.getContextPath() + this.path, user, reply.section(),
				(csrf != null) ? csrf.getParameterName() : "", (csrf != null) ? csrf.getToken() : "",
				(done && notice != null) ? Notice.of(notice[0]) : null, this.documents, this.version);
	}

}
