package io.github.opendcr.server;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogMessage;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.jwt.DPoPProofJwtDecoderFactory;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationServerMetadata;
import org.springframework.security.oauth2.server.authorization.authentication.ClientSecretAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.JwtClientAssertionAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2PushedAuthorizationRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.X509ClientCertificateAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.oidc.OidcProviderConfiguration;
import org.springframework.security.oauth2.server.authorization.oidc.web.OidcClientRegistrationEndpointFilter;
import org.springframework.security.oauth2.server.authorization.oidc.web.OidcProviderConfigurationEndpointFilter;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.web.OAuth2AuthorizationEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2AuthorizationServerMetadataEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2ClientRegistrationEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2DeviceAuthorizationEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2DeviceVerificationEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2PushedAuthorizationRequestEndpointFilter;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.util.StringUtils;

/**
 * Adds to the parts of an authorization server as they are put into its chain, after the
 * application had its say. Each part keeps what it had; ours comes around or after it.
 */
final class SeamPostProcessor implements ObjectPostProcessor<Object> {

	private static final Log logger = LogFactory.getLog(SeamPostProcessor.class);

	private final String path;

	private final Discovery discovery;

	private final DynamicClientAuthentication authentication;

	private final AuthorizationServerSettings serverSettings;

	private final RegisteredClientRepository clients;

	private final @Nullable Boolean consentForOpenid;

	private final Consumer<OAuth2AuthorizationCodeRequestAuthenticationContext> parameters = new RepeatedParameters()
		.andThen(new DpopBinding());

	private final BooleanSupplier consentModelsUsed;

	private volatile boolean asksForOpenid;

	SeamPostProcessor(SeamSettings settings, DynamicClientAuthentication authentication,
			AuthorizationServerSettings serverSettings, RegisteredClientRepository clients,
			BooleanSupplier consentModelsUsed) {
		this.path = settings.path();
		this.discovery = new Discovery(settings.path(), settings.authMethods(), settings.scopes());
		this.authentication = authentication;
		this.serverSettings = serverSettings;
		this.clients = clients;
		this.consentForOpenid = settings.consentForOpenid();
		this.consentModelsUsed = consentModelsUsed;
	}

	@Override
	public <O> O postProcess(O object) {
		if (object instanceof ClientSecretAuthenticationProvider provider) {
			PasswordEncoder present = PrivateField.read(provider, "passwordEncoder", PasswordEncoder.class);
			provider.setPasswordEncoder(new FastSecretPasswordEncoder(present));
		}
		else if (object instanceof JwtClientAssertionAuthenticationProvider provider) {
			JwtDecoderFactory<RegisteredClient> present = PrivateField.read(provider, "jwtDecoderFactory",
					JwtDecoderFactory.class);
			provider.setJwtDecoderFactory(new ClientAssertionDecoders(this.authentication, present));
		}
		else if (object instanceof X509ClientCertificateAuthenticationProvider provider) {
			Consumer<OAuth2ClientAuthenticationContext> present = PrivateField.read(provider, "certificateVerifier",
					Consumer.class);
			provider.setCertificateVerifier(new ClientCertificateVerifier(this.authentication, present));
		}
		else if (object instanceof OAuth2AuthorizationCodeRequestAuthenticationProvider provider) {
			provider.setAuthenticationValidator(
					withLoopbackPorts(provider).andThen(this.parameters).andThen(new PushedRequestValidator()));
			askForOpenid(provider);
		}
		else if (object instanceof OAuth2AuthorizationEndpointFilter filter) {
			filter.setAuthenticationFailureHandler(ClientUnavailablePage.inFrontOf(filter,
					PrivateField.read(filter, "authenticationFailureHandler", AuthenticationFailureHandler.class),
					this.clients));
			addIssuer(filter);
			filter.setAuthenticationConverter(new RequestObjectRefusal(withRegisteredScopes(filter), this.clients));
			this.asksForOpenid = asksForOpenid(PrivateField.readNullable(filter, "consentPage", String.class));
		}
		else if (object instanceof OAuth2PushedAuthorizationRequestEndpointFilter filter) {
			AuthenticationConverter requests = new RequestObjectRefusal(withRegisteredScopes(filter), this.clients);
			filter.setAuthenticationConverter(new PushedDpopProof(requests, new DPoPProofJwtDecoderFactory()));
		}
		else if (object instanceof OAuth2DeviceAuthorizationEndpointFilter filter) {
			filter.setAuthenticationConverter(withRegisteredScopes(filter));
		}
		else if (object instanceof OAuth2PushedAuthorizationRequestAuthenticationProvider provider) {
			provider.setAuthenticationValidator(withLoopbackPorts(provider).andThen(this.parameters));
		}
		else if (object instanceof OAuth2AuthorizationServerMetadataEndpointFilter filter) {
			Consumer<OAuth2AuthorizationServerMetadata.Builder> present = PrivateField.read(filter,
					"authorizationServerMetadataCustomizer", Consumer.class);
			filter.setAuthorizationServerMetadataCustomizer(this.discovery.oauth2(present));
		}
		else if (object instanceof OidcProviderConfigurationEndpointFilter filter) {
			Consumer<OidcProviderConfiguration.Builder> present = PrivateField.read(filter,
					"providerConfigurationCustomizer", Consumer.class);
			filter.setProviderConfigurationCustomizer(this.discovery.openId(present));
		}
		else if (object instanceof OAuth2DeviceVerificationEndpointFilter filter) {
			filter.setAuthenticationFailureHandler(ClientUnavailablePage.inFrontOf(filter,
					PrivateField.read(filter, "authenticationFailureHandler", AuthenticationFailureHandler.class),
					this.clients));
		}
		else if (object instanceof OAuth2ClientRegistrationEndpointFilter) {
			checkPath(this.serverSettings.getClientRegistrationEndpoint(),
					"OAuth2AuthorizationServerConfigurer.clientRegistrationEndpoint(...)");
		}
		else if (object instanceof OidcClientRegistrationEndpointFilter) {
			checkPath(this.serverSettings.getOidcClientRegistrationEndpoint(),
					"OidcConfigurer.clientRegistrationEndpoint(...)");
		}
		return object;
	}

	private static LoopbackPortValidator withLoopbackPorts(Object provider) {
		Consumer<OAuth2AuthorizationCodeRequestAuthenticationContext> present = PrivateField.read(provider,
				"authenticationValidator", Consumer.class);
		return new LoopbackPortValidator(present);
	}

	private RegisteredScopesConverter withRegisteredScopes(Object filter) {
		return new RegisteredScopesConverter(
				PrivateField.read(filter, "authenticationConverter", AuthenticationConverter.class), this.clients);
	}

	private void askForOpenid(OAuth2AuthorizationCodeRequestAuthenticationProvider provider) {
		if (!Boolean.FALSE.equals(this.consentForOpenid)) {
			Predicate<OAuth2AuthorizationCodeRequestAuthenticationContext> present = PrivateField.read(provider,
					"authorizationConsentRequired", Predicate.class);
			// The filter, which knows the page, is made after the provider
			provider.setAuthorizationConsentRequired(new ConsentForOpenid(present, () -> this.asksForOpenid));
		}
	}

	// A page that has no box for openid, as Spring's own, can post but an empty form,
	// which is a refusal
	private boolean asksForOpenid(@Nullable String consentPage) {
		if (!StringUtils.hasText(consentPage) || this.consentForOpenid != null) {
			return StringUtils.hasText(consentPage) && Boolean.TRUE.equals(this.consentForOpenid);
		}
		boolean answered = this.consentModelsUsed.getAsBoolean();
		if (!answered) {
			logger.warn(LogMessage.format("Nothing uses ConsentModels, so the consent page '%s' is not shown for the "
					+ "scope 'openid' alone: clients that register themselves and may have it learn who a user is "
					+ "without his consent. If the page posts scope=openid, set dcr.consent.openid-alone=true, "
					+ "otherwise false", consentPage));
		}
		return answered;
	}

	private static void addIssuer(OAuth2AuthorizationEndpointFilter filter) {
		AuthorizationResponseIssuer issuer = new AuthorizationResponseIssuer(
				PrivateField.read(filter, "authenticationSuccessHandler", AuthenticationSuccessHandler.class),
				PrivateField.read(filter, "authenticationFailureHandler", AuthenticationFailureHandler.class));
		filter.setAuthenticationSuccessHandler(issuer);
		filter.setAuthenticationFailureHandler(issuer);
	}

	private void checkPath(String springsPath, String configuredBy) {
		if (springsPath.equals(this.path)) {
			throw new RegistrationEndpointConflictException(this.path, configuredBy);
		}
		logger
			.warn(LogMessage.format("Clients can be registered at '%s' by Spring Security (%s) too, by its own rules. "
					+ "Discovery shows '%s'", springsPath, configuredBy, this.path));
	}

}
