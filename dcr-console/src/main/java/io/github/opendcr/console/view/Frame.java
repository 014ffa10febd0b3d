package io.github.opendcr.console.view;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What all pages have around what they show.
 *
 * @param base the path of the console, behind that of the application
 * @param user the name of the operator, or {@code null} for whoever may not see more than
 * an error
 * @param section the part of the console that the page belongs to, or {@code null} if
 * none
 * @param csrfParameter the name of the parameter that each form has to send
 * @param csrfToken its value
 * @param notice what was done just now, or {@code null}
 * @param documents whether there are clients that are URLs
 * @param version changes whenever the stylesheet does
 * @since 0.1.0
 */
public record Frame(String base, @Nullable String user, @Nullable Section section, String csrfParameter,
		String csrfToken, @Nullable String notice, boolean documents, String version) {

	/**
	 * Return the entries of the navigation.
	 * @return the parts that there are
	 */
	public List<Section> sections() {
		return Stream.of(Section.values()).filter((entry) -> this.documents || entry != Section.DOCUMENTS).toList();
	}

	/**
	 * Return the URL of a page.
	 * @param path its path below the console's
	 * @param parameters names and values by turns
	 * @return the URL, without the host
	 */
	public String to(String path, String... parameters) {
		return this.base + below(path, parameters);
	}

	/**
	 * Return where a page is below the console's path.
	 * @param path its path
	 * @param parameters names and values by turns
	 * @return the path with a query
	 */
	public static String below(String path, String... parameters) {
		StringBuilder url = new StringBuilder(path);
		for (int i = 0; i < parameters.length; i += 2) {
			url.append((i == 0) ? '?' : '&')
				.append(parameters[i])
				.append('=')
				.append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
		}
		return url.toString();
	}

}
