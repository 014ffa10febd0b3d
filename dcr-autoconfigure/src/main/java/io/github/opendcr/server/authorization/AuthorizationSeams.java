package io.github.opendcr.server.authorization;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.pages.AuthorizationPages;
import io.github.opendcr.server.chain.Seam;
import io.github.opendcr.server.client.DocumentResolution;
import io.github.opendcr.server.resource.ResourceIndicators;

/**
 * How dynamic clients are authorized by users, and what they may push for that.
 *
 * @since 0.1.0
 */
public final class AuthorizationSeams {

	private AuthorizationSeams() {
	}

	/**
	 * Return the seams. What comes last is around all others.
	 * @param pushedRequests whether there is an endpoint for pushed authorization
	 * requests where the application has none
	 * @param pushes decides on authorization requests that public clients push
	 * @param consentForOpenid whether the application's consent page can ask for
	 * {@code openid}; {@code null} if that depends on whether it uses
	 * {@code ConsentModels}
	 * @param documents makes clients of documents, or {@code null} if none may come by
	 * its URL
	 * @param resources judges the resources that clients name, or {@code null} if they
	 * are ignored
	 * @param pages what users see
	 * @param clock tells how old a login is
	 * @return the seams
	 */
	public static List<Seam> of(boolean pushedRequests, AnonymousPushes pushes, @Nullable Boolean consentForOpenid,
			@Nullable Supplier<? extends DocumentResolution> documents, @Nullable ResourceIndicators resources,
			AuthorizationPages pages, Clock clock) {
		List<Seam> seams = new ArrayList<>(List.of((chain) -> PushedRequests.addTo(chain, pushedRequests),
				(chain) -> PushedRequestFilter.addTo(chain, pushes), LoopbackPortValidator::addTo, RequestLength::addTo,
				RepeatedParameters::addTo, DpopBinding::addTo, PushedRequestValidator::addTo,
				RequestObjectRefusal::addTo, RegisteredScopes::addTo, (chain) -> ConsentPageFilter.addTo(chain, pages),
				(chain) -> ConsentForOpenid.addTo(chain, consentForOpenid),
				(chain) -> ErrorPageHandler.addTo(chain, pages), AuthorizationResponseIssuer::addTo));
		if (documents != null) { // before what reads the request
			seams.add((chain) -> DocumentRequest.addTo(chain, documents));
			seams.add((chain) -> DocumentRequestFilter.addTo(chain, documents));
			seams.add((chain) -> DocumentStartFilter.addTo(chain, documents));
		}
		seams.add(OutageRedirectFilter::addTo);
		seams.add((chain) -> LoginRequirementFilter.addTo(chain, clock));
		seams.add(LogoutRedirect::addTo);
		if (resources != null) {
			seams.add((chain) -> ResourceValidator.addTo(chain, resources));
		}
		return seams;
	}

}
