package io.github.opendcr.server.token;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.chain.PrivateField;
import io.github.opendcr.server.chain.ServerChain;
import io.github.opendcr.server.resource.ResourceIndicators;
import io.github.opendcr.subject.PairwiseSubjectGenerator;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.server.authorization.token.DelegatingOAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2AccessTokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenClaimsContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * The token generator of one authorization server, and those that it is made of. Ours
 * hooks in around it by the shared object of the chain, and adds to the token customizers
 * of its parts.
 *
 * @param whole the generator that the application chose, or Spring's
 * @param parts itself, or those to which it delegates
 */
record TokenGenerators(OAuth2TokenGenerator<? extends OAuth2Token> whole, List<OAuth2TokenGenerator<?>> parts) {

	static void addTo(ServerChain chain, @Nullable PairwiseSubjectGenerator subjects,
			@Nullable ResourceIndicators resources,
			UnaryOperator<OAuth2TokenGenerator<? extends OAuth2Token>> refreshTokens) {
		TokenGenerators generators = of(chain.http());
		generators.requireClaims(subjects, resources);
		chain.http()
			.setSharedObject(OAuth2TokenGenerator.class,
					new RequiringTokenGenerator(refreshTokens.apply(generators.whole())));
	}

	// Spring's default generator is built nowhere but here, out of five other beans
	@SuppressWarnings("unchecked")
	private static TokenGenerators of(HttpSecurity http) {
		Class<?> utils = ClassUtils.resolveClassName(
				OAuth2AuthorizationServerConfigurer.class.getPackageName() + ".OAuth2ConfigurerUtils",
				OAuth2AuthorizationServerConfigurer.class.getClassLoader());
		Method method = ReflectionUtils.findMethod(utils, "getTokenGenerator", HttpSecurity.class);
		Objects.requireNonNull(method, "This version of Spring Security builds its token generator elsewhere; "
				+ "what clients require of their tokens can't be added to it");
		ReflectionUtils.makeAccessible(method);
		OAuth2TokenGenerator<? extends OAuth2Token> whole = (OAuth2TokenGenerator<? extends OAuth2Token>) Objects
			.requireNonNull(ReflectionUtils.invokeMethod(method, null, http));
		List<OAuth2TokenGenerator<?>> parts = new ArrayList<>();
		addParts(whole, parts);
		return new TokenGenerators(whole, parts);
	}

	private static void addParts(OAuth2TokenGenerator<?> generator, List<OAuth2TokenGenerator<?>> parts) {
		if (generator instanceof DelegatingOAuth2TokenGenerator) {
			List<OAuth2TokenGenerator<?>> delegates = PrivateField.read(generator, "tokenGenerators", List.class);
			delegates.forEach((delegate) -> addParts(delegate, parts));
		}
		else {
			parts.add(generator);
		}
	}

	/**
	 * Have the claims written that clients registered for.
	 */
	private void requireClaims(@Nullable PairwiseSubjectGenerator subjects, @Nullable ResourceIndicators resources) {
		for (OAuth2TokenGenerator<?> part : this.parts) {
			if (part instanceof JwtGenerator generator) {
				OAuth2TokenCustomizer<JwtEncodingContext> present = PrivateField.readNullable(part, "jwtCustomizer",
						OAuth2TokenCustomizer.class);
				if (!(present instanceof RequiredClaims)) { // or two chains share it
					generator.setJwtCustomizer(new RequiredClaims<>(present,
							(context, claims) -> context.getClaims().claims(claims), subjects, resources));
				}
			}
			else if (part instanceof OAuth2AccessTokenGenerator generator) {
				OAuth2TokenCustomizer<OAuth2TokenClaimsContext> present = PrivateField.readNullable(part,
						"accessTokenCustomizer", OAuth2TokenCustomizer.class);
				if (!(present instanceof RequiredClaims)) {
					generator.setAccessTokenCustomizer(new RequiredClaims<>(present,
							(context, claims) -> context.getClaims().claims(claims), subjects, resources));
				}
			}
		}
	}

}
