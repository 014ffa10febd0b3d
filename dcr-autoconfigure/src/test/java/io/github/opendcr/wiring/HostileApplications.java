package io.github.opendcr.wiring;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.RegistrationPermission;
import io.github.opendcr.storage.RegisteredClientRemover;
import io.github.opendcr.testkit.TestKey;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.StringHttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.filter.UrlHandlerFilter;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.PathMatchConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/**
 * Applications that change whatever passes through them.
 */
final class HostileApplications {

	private HostileApplications() {
	}

	/**
	 * Refuses whom {@code X-Refuse} names, and fails for clients called "boom".
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@ImportAutoConfiguration(TestKey.class)
	static class Base {

		@Bean
		RegisteredClientRepository registeredClientRepository() {
			return new FailingRepository();
		}

		@Bean
		RegistrationPermission registrationPermission() {
			return (request) -> {
				String refuse = request.getHttpRequest().getHeader("X-Refuse");
				if ("403".equals(refuse)) {
					throw new RegistrationException(RegistrationError.ACCESS_DENIED, "Not you");
				}
				return refuse == null;
			};
		}

	}

	/**
	 * Fails in every way that a repository may, by the name of the client.
	 */
	static final class FailingRepository implements RegisteredClientRepository, RegisteredClientRemover {

		private final Map<String, RegisteredClient> clients = new ConcurrentHashMap<>();

		private final RegisteredClientRepository first = new InMemoryRegisteredClientRepository(Applications.client());

		@Override
		public void save(RegisteredClient client) {
			switch (client.getClientName()) {
				case "boom" -> throw new IllegalStateException("inner text");
				case "boom checked" -> sneak(new SQLException("inner text"));
				case "boom error" -> throw new NoClassDefFoundError("inner text");
				default -> this.clients.put(client.getId(), client);
			}
		}

		@Override
		public @Nullable RegisteredClient findById(String id) {
			return this.clients.containsKey(id) ? this.clients.get(id) : this.first.findById(id);
		}

		@Override
		public @Nullable RegisteredClient findByClientId(String clientId) {
			return this.clients.values()
				.stream()
				.filter((client) -> client.getClientId().equals(clientId))
				.findFirst()
				.orElseGet(() -> this.first.findByClientId(clientId));
		}

		@Override
		public void remove(RegisteredClient client) {
			this.clients.remove(client.getId());
		}

		// As a repository in Kotlin may
		@SuppressWarnings("unchecked")
		private static <T extends Throwable> void sneak(Throwable throwable) throws T {
			throw (T) throwable;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Wrapping extends Base {

		@Bean
		Envelope envelope() {
			return new Envelope();
		}

	}

	@RestControllerAdvice
	static class Envelope implements ResponseBodyAdvice<Object> {

		@Override
		public boolean supports(MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converterType) {
			return true;
		}

		@Override
		public Object beforeBodyWrite(@Nullable Object body, MethodParameter returnType, MediaType contentType,
				Class<? extends HttpMessageConverter<?>> converterType, ServerHttpRequest request,
				ServerHttpResponse response) {
			return Map.of("data", String.valueOf(body));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Catching extends Base {

		@Bean
		CatchAll catchAll() {
			return new CatchAll();
		}

	}

	@RestControllerAdvice
	static class CatchAll {

		@ExceptionHandler(Throwable.class)
		Map<String, String> all(Throwable throwable) {
			return Map.of("caught", throwable.toString());
		}

	}

	/**
	 * Has a mapper and converters of its own.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Renaming extends Base implements WebMvcConfigurer {

		@Bean
		JsonMapper jsonMapper() {
			return JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.LOWER_CAMEL_CASE).build();
		}

		@Override
		public void configureMessageConverters(HttpMessageConverters.ServerBuilder builder) {
			builder.addCustomConverter(new StringHttpMessageConverter());
		}

		@Override
		public void configurePathMatch(PathMatchConfigurer configurer) {
			configurer.addPathPrefix("/v1", (type) -> true);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Rejecting extends Base implements WebMvcConfigurer {

		@Override
		public void addInterceptors(InterceptorRegistry registry) {
			registry.addInterceptor(new HandlerInterceptor() {
				@Override
				public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
						throws IOException {
					response.sendError(418);
					return false;
				}
			});
		}

	}

	/**
	 * Asks for a password and lets nobody in, {@code /error} included.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Denying extends Base {

		@Bean
		Customizer<HttpSecurity> denyAll() {
			return (http) -> http.httpBasic(Customizer.withDefaults())
				.authorizeHttpRequests((requests) -> requests.requestMatchers("/error").denyAll());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TrailingSlashes extends Base {

		@Bean
		FilterRegistrationBean<UrlHandlerFilter> urlHandlerFilter() {
			FilterRegistrationBean<UrlHandlerFilter> registration = new FilterRegistrationBean<>(
					UrlHandlerFilter.trailingSlashHandler("/**").wrapRequest().build());
			registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
			return registration;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OneOrigin extends Base {

		@Bean
		CorsConfigurationSource corsConfigurationSource() {
			CorsConfiguration configuration = new CorsConfiguration();
			configuration.setAllowedOrigins(List.of("https://app.example.org"));
			return (request) -> configuration;
		}

	}

}
