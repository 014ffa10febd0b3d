package io.github.opendcr.server;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.pages.AuthorizationPages;
import io.github.opendcr.server.authentication.AuthenticationSeams;
import io.github.opendcr.server.authentication.DynamicClientAuthentication;
import io.github.opendcr.server.authorization.AnonymousPushes;
import io.github.opendcr.server.authorization.AuthorizationSeams;
import io.github.opendcr.server.chain.AuthorizationServerServices;
import io.github.opendcr.server.chain.Seam;
import io.github.opendcr.server.client.DocumentResolution;
import io.github.opendcr.server.discovery.DiscoverySeams;
import io.github.opendcr.server.outage.OutageSeams;
import io.github.opendcr.server.resource.ResourceIndicators;
import io.github.opendcr.server.token.ShownConsents;
import io.github.opendcr.server.token.TokenSeams;
import io.github.opendcr.subject.PairwiseSubjectGenerator;

import org.springframework.core.Ordered;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Prepares every authorization server of the application for dynamic clients, whoever
 * declares its {@link SecurityFilterChain}. Published as a bean, it sees each
 * {@link HttpSecurity} before the application configures it; chains without an
 * authorization server stay as they are.
 *
 * @since 0.1.0
 */
public final class AuthorizationServerCustomizer implements Customizer<HttpSecurity>, Ordered {

	private final List<Seam> seams;

	private final AuthorizationServerServices services;

	private final Clock clock;

	/**
	 * Create a customizer.
	 * @param settings the settings
	 * @param services takes up what each authorization server uses
	 * @param authentication judges what clients sign and which certificates they show
	 * @param subjects makes pairwise subjects, or {@code null} if no client can have them
	 * @param resources the rules by which tokens are for resources, or {@code null} if
	 * there are none
	 * @param pushes decides on authorization requests that public clients push
	 * @param consents knows to what users consented
	 * @param documents makes clients of documents, or {@code null} if none may come by
	 * its URL
	 * @param pages what users see
	 * @param uses told the {@code client_id} of each dynamic client that is used
	 * @param clock tells when refresh tokens are issued
	 */
	public AuthorizationServerCustomizer(SeamSettings settings, AuthorizationServerServices services,
			DynamicClientAuthentication authentication, @Nullable PairwiseSubjectGenerator subjects,
			@Nullable ResourceIndicators resources, AnonymousPushes pushes, ShownConsents consents,
			@Nullable Supplier<? extends DocumentResolution> documents, AuthorizationPages pages, Consumer<String> uses,
			Clock clock) {
		this.seams = Stream
			.of(TokenSeams.of(settings.refreshTokensForPublicClients(), subjects, consents, resources, clock),
					AuthenticationSeams.of(authentication, documents, uses, clock),
					AuthorizationSeams.of(settings.pushedRequests(), pushes, settings.consentForOpenid(), documents,
							resources, pages, clock),
					DiscoverySeams.of(settings.path(), settings.authMethods(), settings.scopes(), subjects != null,
							documents != null, (resources != null) ? resources.published() : Set.of(),
							settings.allowedOrigins()),
					OutageSeams.of(pages))
			.flatMap(List::stream)
			.toList();
		this.services = services;
		this.clock = clock;
	}

	@Override
	public void customize(HttpSecurity http) {
		http.with(Seam.configurer(this.seams, this.services, this.clock));
	}

	/**
	 * Return the highest precedence: a seam must be initialized before the authorization
	 * server, even if that is added by a customizer of the application.
	 * @return the order
	 */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
