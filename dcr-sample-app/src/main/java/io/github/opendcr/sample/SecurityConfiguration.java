package io.github.opendcr.sample;

import java.util.List;
import java.util.Set;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import jakarta.servlet.DispatcherType;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.OAuth2ProtectedResourceMetadata;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Who is let in where: the authorization server's own endpoints, the API that its tokens
 * open, what operators do, and the pages that people see. The registration endpoint has a
 * chain of its own, which the starter adds.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

	@Bean
	@Order(1)
	SecurityFilterChain authorizationServer(HttpSecurity http) {
		http.oauth2AuthorizationServer((server) -> {
			http.securityMatcher(server.getEndpointsMatcher());
			server.oidc(withDefaults());
		});
		http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated());
		http.oauth2ResourceServer((resource) -> resource.jwt(withDefaults()));
		http.exceptionHandling((exceptions) -> exceptions
			.defaultAuthenticationEntryPointFor(new LoginUrlAuthenticationEntryPoint("/login"), browsers()));
		return http.build();
	}

	@Bean
	@Order(2)
	SecurityFilterChain api(HttpSecurity http, JWKSource<SecurityContext> keys,
			@Value("${sample.resource}") String resource) {
		http.securityMatcher("/api/**", "/.well-known/oauth-protected-resource/**");
		http.sessionManagement((session) -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
		// A scope and not just any JWT: an ID token has the same signature, but no scope
		http.authorizeHttpRequests((requests) -> requests.anyRequest().hasAuthority("SCOPE_mcp:read"));
		http.oauth2ResourceServer((api) -> api.jwt((jwt) -> jwt.decoder(tokensFor(resource, keys)))
			// A client may register for tokens that are bound to its key (RFC 9449)
			.dPoP(withDefaults())
			.protectedResourceMetadata((metadata) -> metadata
				.protectedResourceMetadataCustomizer((document) -> describeApi(document, resource))));
		return http.build();
	}

	/**
	 * A user, and an operator: of what Actuator shows, and of the console at
	 * {@code /dcr/console}, which the starter's {@code dcr-console} adds with a chain of
	 * its own.
	 */
	@Bean
	UserDetailsService users(@Value("${sample.user-password}") String userPassword,
			@Value("${sample.admin-password}") String adminPassword) {
		return new InMemoryUserDetailsManager(User.withUsername("user").password(userPassword).roles("USER").build(),
				User.withUsername("admin").password(adminPassword).roles("ADMIN", "DCR_ADMIN").build());
	}

	@Bean
	@Order(3)
	SecurityFilterChain operations(HttpSecurity http) {
		http.securityMatcher("/actuator/**");
		http.authorizeHttpRequests(
				(requests) -> requests.requestMatchers("/actuator/health").permitAll().anyRequest().hasRole("ADMIN"));
		http.httpBasic(withDefaults());
		http.sessionManagement((session) -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
		// No cookie speaks for an operator, and no page elsewhere can post the JSON that
		// the endpoints take
		http.csrf((csrf) -> csrf.disable());
		return http.build();
	}

	@Bean
	@Order(4)
	SecurityFilterChain pages(HttpSecurity http) {
		http.authorizeHttpRequests((requests) -> requests
			// Otherwise an error would be answered with a redirect to the login page
			.dispatcherTypeMatchers(DispatcherType.ERROR)
			.permitAll()
			// Clients try several of these documents: what isn't there is 404, no login
			.requestMatchers("/.well-known/**")
			.permitAll()
			// What a newcomer sees first
			.requestMatchers("/", "/dcr/try/**", "/sample.css")
			.permitAll()
			.anyRequest()
			.authenticated());
		http.formLogin((login) -> login.loginPage("/login").permitAll());
		http.logout((logout) -> logout.logoutSuccessUrl("/"));
		http.headers((headers) -> headers
			// Whatever a client says of itself, these pages run no script, load nothing
			// from elsewhere and are shown in no frame. form-action would also bind the
			// redirect to the client, so it stays free
			.contentSecurityPolicy((policy) -> policy
				.policyDirectives("default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'"))
			.referrerPolicy((referrer) -> referrer.policy(ReferrerPolicy.SAME_ORIGIN)));
		return http.build();
	}

	/**
	 * What Spring Security observes by default where this bean is used: logins and
	 * decisions, but not each filter of each request, which HTTP's own observation counts
	 * already.
	 */
	@Bean
	SecurityObservationSettings securityObservations() {
		return SecurityObservationSettings.withDefaults().build();
	}

	/**
	 * A token that was issued for something else is refused, whoever got hold of it.
	 */
	private static JwtDecoder tokensFor(String resource, JWKSource<SecurityContext> keys) {
		NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(keys).build();
		decoder.setJwtValidator(JwtValidators.createDefaultWithValidators(List.of(new JwtAudienceValidator(resource))));
		return decoder;
	}

	/**
	 * RFC 9728: tells a client that was refused where it gets a token for the API.
	 */
	private static void describeApi(OAuth2ProtectedResourceMetadata.Builder metadata, String resource) {
		metadata.resource(resource)
			.authorizationServer(ServletUriComponentsBuilder.fromCurrentContextPath().toUriString())
			.scope("mcp:read")
			.tlsClientCertificateBoundAccessTokens(false);
	}

	private static RequestMatcher browsers() {
		MediaTypeRequestMatcher html = new MediaTypeRequestMatcher(MediaType.TEXT_HTML);
		html.setIgnoredMediaTypes(Set.of(MediaType.ALL));
		return html;
	}

}
