package io.github.opendcr.testkit;

import java.util.function.Consumer;

import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;

/**
 * The chains of an application that puts them together itself.
 */
public final class OwnChains {

	private OwnChains() {
	}

	/**
	 * An authorization server with OpenID Connect, whose users log in on a page.
	 */
	public static SecurityFilterChain authorizationServer(HttpSecurity http,
			Consumer<OAuth2AuthorizationServerConfigurer> more) {
		http.oauth2AuthorizationServer((server) -> {
			http.securityMatcher(server.getEndpointsMatcher());
			server.oidc(Customizer.withDefaults());
			more.accept(server);
		});
		http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated());
		http.exceptionHandling(
				(exceptions) -> exceptions.authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint("/login")));
		return http.build();
	}

	/**
	 * Everything else, for whoever is logged in.
	 */
	public static SecurityFilterChain pages(HttpSecurity http) {
		http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated());
		http.formLogin(Customizer.withDefaults());
		return http.build();
	}

}
