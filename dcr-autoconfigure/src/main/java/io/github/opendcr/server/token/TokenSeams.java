package io.github.opendcr.server.token;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.chain.Seam;
import io.github.opendcr.server.chain.ServerChain;
import io.github.opendcr.server.resource.ResourceIndicators;
import io.github.opendcr.subject.PairwiseSubjectGenerator;

import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.resource.OAuth2ResourceServerConfigurer;

/**
 * What is issued to dynamic clients, and how often what they present is accepted.
 *
 * @since 0.1.0
 */
public final class TokenSeams {

	private TokenSeams() {
	}

	/**
	 * Return the seams, which come before those that use the authorization service.
	 * @param refreshTokensForPublicClients whether dynamic public clients get the refresh
	 * tokens that they registered for
	 * @param subjects makes pairwise subjects, or {@code null} if no client can have them
	 * @param consents knows to what users consented
	 * @param resources the rules by which tokens are for resources, or {@code null} if
	 * there are none
	 * @param clock tells when tokens are issued and used
	 * @return the seams
	 */
	public static List<Seam> of(boolean refreshTokensForPublicClients, @Nullable PairwiseSubjectGenerator subjects,
			ShownConsents consents, @Nullable ResourceIndicators resources, Clock clock) {
		List<Seam> seams = new ArrayList<>();
		seams.add(new SingleUse(consents, clock));
		seams.add((chain) -> TokenGenerators.addTo(chain, subjects, resources,
				(present) -> refreshTokensForPublicClients ? new PublicClientTokenGenerator(present, clock) : present));
		if (resources != null) {
			seams.addAll(resources.seams());
		}
		seams.add(EarlierIdTokenProvider::addTo);
		seams.add(TokenSeams::acceptBoundTokens);
		if (subjects != null) {
			seams.add(PairwiseUserInfoMapper::addTo);
		}
		return seams;
	}

	// The UserInfo endpoint refuses them otherwise
	@SuppressWarnings("unchecked")
	private static void acceptBoundTokens(ServerChain chain) {
		chain.onceInitialized(() -> {
			OAuth2ResourceServerConfigurer<HttpSecurity> userInfo = chain.http()
				.getConfigurer(OAuth2ResourceServerConfigurer.class);
			if (userInfo != null) {
				userInfo.dPoP(Customizer.withDefaults());
			}
		});
	}

}
