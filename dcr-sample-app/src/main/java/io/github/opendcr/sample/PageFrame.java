package io.github.opendcr.sample;

import java.security.Principal;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/**
 * What every page shows around its content.
 */
@ControllerAdvice(annotations = Controller.class)
class PageFrame {

	private final @Nullable String console;

	PageFrame(@Value("${dcr.enabled:false}") boolean enabled, @Value("${dcr.console.enabled:false}") boolean console,
			@Value("${dcr.console.path:/dcr/console}") String path) {
		this.console = (enabled && console) ? path : null;
	}

	/**
	 * Return who is logged in, or {@code null} if nobody is.
	 */
	@ModelAttribute("user")
	@Nullable String user(@Nullable Principal principal) {
		return (principal != null) ? principal.getName() : null;
	}

	/**
	 * Return where the operators' console is, or {@code null} if there is none.
	 */
	@ModelAttribute("console")
	@Nullable String console() {
		return this.console;
	}

}
