package io.github.opendcr.console.autoconfigure;

import java.util.regex.Pattern;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.security.web.util.UrlUtils;

/**
 * Properties of the operators' console.
 *
 * @param enabled Whether there is a console for operators. Needs 'dcr.enabled', too.
 * @param path Path of the first page of the console. All other pages are below it.
 * @param authority Authority that a user needs to see the console, and to do anything
 * there.
 * @param loginPage URL to which the console sends whoever has not logged in: the
 * application's own login page, or the path at which an external login begins.
 */
@ConfigurationProperties("dcr.console")
record DcrConsoleProperties(@DefaultValue("false") boolean enabled, @DefaultValue("/dcr/console") String path,
		@DefaultValue("ROLE_DCR_ADMIN") String authority, @DefaultValue("/login") String loginPage) {

	private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+");

	DcrConsoleProperties {
		if (!PATH.matcher(path).matches()) {
			throw new IllegalArgumentException("dcr.console.path must be one or more segments of letters, digits and "
					+ "'._~-', each with a slash before it, such as /dcr/console");
		}
		if (authority.isBlank()) {
			throw new IllegalArgumentException("dcr.console.authority must name the authority that operators have");
		}
		if (!UrlUtils.isValidRedirectUrl(loginPage)) {
			throw new IllegalArgumentException(
					"dcr.console.login-page must be a path with a leading slash, or a URL with its scheme");
		}
	}

}
