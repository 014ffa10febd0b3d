package io.github.opendcr.console.autoconfigure;

import io.github.opendcr.console.Console;
import io.github.opendcr.server.chain.FirstSecurityFilterChain;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Who may see the console.
 */
@Configuration(proxyBeanMethods = false)
class ConsoleSecurityConfiguration {

	private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; "
			+ "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

	@Bean
	@ConditionalOnMissingBean(name = "dcrConsoleSecurityFilterChain")
	SecurityFilterChain dcrConsoleSecurityFilterChain(HttpSecurity http, Console console,
			DcrConsoleProperties properties) {
		http.securityMatcher(console.requests());
		http.authorizeHttpRequests((requests) -> requests.requestMatchers(console.publicRequests())
			.permitAll()
			.anyRequest()
			.hasAuthority(properties.authority()));
		http.exceptionHandling((exceptions) -> exceptions
			.authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint(properties.loginPage()))
			.accessDeniedHandler(console.accessDeniedHandler()));
		http.logout((logout) -> logout.logoutRequestMatcher(console.logoutRequests())
			.logoutSuccessHandler(console.logoutSuccessHandler()));
		protect(http);
		http.addFilterAfter(console.outageFilter(), HeaderWriterFilter.class);
		http.addFilterAfter(console.filter(), AuthorizationFilter.class);
		return new FirstSecurityFilterChain(http.build());
	}

	// Anew: what the application customizes for all of its chains must not weaken this
	// one
	private static void protect(HttpSecurity http) {
		http.cors(AbstractHttpConfigurer::disable);
		http.csrf(AbstractHttpConfigurer::disable);
		http.csrf((csrf) -> csrf.csrfTokenRepository(new HttpSessionCsrfTokenRepository()));
		http.headers(AbstractHttpConfigurer::disable);
		http.headers(
				(headers) -> headers.contentSecurityPolicy((policy) -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
					.referrerPolicy((referrer) -> referrer.policy(ReferrerPolicy.NO_REFERRER))
					.crossOriginOpenerPolicy(withDefaults()));
	}

	@Bean
	OperatorCheck dcrOperatorCheck(DcrConsoleProperties properties, ListableBeanFactory beans) {
		return new OperatorCheck(properties.authority(), beans);
	}

}
