package io.github.opendcr.autoconfigure;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.audit.AuditTrail;
import io.github.opendcr.consent.ConsentModels;
import io.github.opendcr.pages.AuthorizationErrorPage;
import io.github.opendcr.pages.AuthorizationPages;
import io.github.opendcr.pages.ConsentPage;
import io.github.opendcr.pages.ConsentPageUse;
import io.github.opendcr.pages.StandardPages;
import io.github.opendcr.server.chain.FirstSecurityFilterChain;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.SecurityFilterChain;

/**
 * What users see at the authorization endpoint.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DcrPagesProperties.class)
class PagesConfiguration {

	private final StandardPages pages;

	PagesConfiguration(ApplicationContext context, DcrPagesProperties properties, DcrProperties registration) {
		requireUrl(properties.stylesheet());
		this.pages = new StandardPages(context, new DcrPropertiesMapper(registration).asPath(), properties.stylesheet(),
				properties.contact());
	}

	// It becomes a part of a header
	private static void requireUrl(@Nullable String stylesheet) {
		if (stylesheet != null && !stylesheet.matches("(/|https?://)[\\w.~:/?#@!$&*+=%-]*")) {
			throw new InvalidConfigurationPropertyValueException("dcr.pages.stylesheet", stylesheet,
					"It must be a path with a leading slash, or a URL of http or https.");
		}
	}

	/**
	 * Return what shows the pages, which asks for beans at its first use.
	 */
	static AuthorizationPages authorizationPages(ApplicationContext context, ConsentPageUse use,
			DcrPagesProperties properties) {
		return new AuthorizationPages(use, context, properties.stylesheet(), () -> context.getBean(ConsentModels.class),
				() -> context.getBean(ConsentPage.class), () -> context.getBean(AuthorizationErrorPage.class),
				(stopped) -> context.getBean(AuditTrail.class).stopped(stopped));
	}

	@Bean
	@ConditionalOnMissingBean
	ConsentPage dcrConsentPage() {
		return this.pages.consentPage();
	}

	@Bean
	@ConditionalOnMissingBean
	AuthorizationErrorPage dcrAuthorizationErrorPage() {
		return this.pages.errorPage();
	}

	@Bean
	@ConditionalOnMissingBean(name = "dcrPagesSecurityFilterChain")
	SecurityFilterChain dcrPagesSecurityFilterChain() {
		return new FirstSecurityFilterChain(this.pages.stylesheet());
	}

}
