package io.github.opendcr.testkit;

import jakarta.servlet.DispatcherType;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2ClientAuthenticationConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;

import static org.springframework.security.config.Customizer.withDefaults;

/**
 * An authorization server with every endpoint that Spring has, an actuator for whoever
 * has a password, and pages for whoever is logged in.
 */
@Configuration(proxyBeanMethods = false)
public class AllEndpoints {

	/**
	 * All that such a server has to be told.
	 */
	public static final String[] PROPERTIES = { "management.endpoints.web.exposure.include=dcrclients",
			"dcr.allowed-grant-types=authorization_code,refresh_token,client_credentials,"
					+ "urn:ietf:params:oauth:grant-type:device_code,urn:ietf:params:oauth:grant-type:token-exchange",
			"dcr.public-clients.refresh-tokens=true" };

	@Bean
	@Order(1)
	public SecurityFilterChain authorizationServer(HttpSecurity http,
			ObjectProvider<Customizer<OAuth2ClientAuthenticationConfigurer>> authentication) {
		http.oauth2AuthorizationServer((server) -> {
			http.securityMatcher(server.getEndpointsMatcher());
			server.oidc(withDefaults())
				.pushedAuthorizationRequestEndpoint(withDefaults())
				.deviceAuthorizationEndpoint(withDefaults())
				.deviceVerificationEndpoint(withDefaults());
			authentication.ifAvailable(server::clientAuthentication);
		});
		http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated());
		http.oauth2ResourceServer((resource) -> resource.jwt(withDefaults()));
		http.exceptionHandling((exceptions) -> exceptions.defaultAuthenticationEntryPointFor(
				new LoginUrlAuthenticationEntryPoint("/login"), new MediaTypeRequestMatcher(MediaType.TEXT_HTML)));
		return http.build();
	}

	@Bean
	@Order(2)
	public SecurityFilterChain actuator(HttpSecurity http) {
		http.securityMatcher("/actuator/**");
		http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated());
		http.httpBasic(withDefaults());
		http.csrf((csrf) -> csrf.disable());
		return http.build();
	}

	@Bean
	@Order(3)
	public SecurityFilterChain pages(HttpSecurity http) {
		http.authorizeHttpRequests((requests) -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
			.permitAll()
			.anyRequest()
			.authenticated());
		http.formLogin(withDefaults());
		return http.build();
	}

}
