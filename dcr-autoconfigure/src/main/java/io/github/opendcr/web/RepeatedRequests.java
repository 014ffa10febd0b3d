package io.github.opendcr.web;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.idempotency.KeptAnswers;
import io.github.opendcr.keys.Sha256;
import io.github.opendcr.metadata.MetadataDigest;
import io.github.opendcr.secrets.AnswerSeal;

/**
 * Does what a request with an {@code Idempotency-Key} asks for once, and answers it as
 * often as it comes (<a href=
 * "https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/07/">draft-ietf-httpapi-idempotency-key-header-07</a>).
 * An answer is found by the head of the request, and opened by who the caller is and the
 * body: of somebody whose token and key aren't known the body isn't even read. Safe for
 * use by several threads.
 */
final class RepeatedRequests {

	private static final String PURPOSE = "idempotent request";

	private final KeptAnswers kept;

	private final OneByOne running = new OneByOne();

	RepeatedRequests(KeptAnswers kept) {
		this.kept = kept;
	}

	/**
	 * Answer a request, perhaps again.
	 * @param clientId the client that is updated, or {@code null} for a registration
	 * @param caller says who the caller is, or refuses one who must not be answered again
	 * @param body reads the body
	 * @param first answers a request that wasn't answered before, and has its answer kept
	 * by what it is given
	 * @throws RegistrationException if it is refused; nothing is kept then
	 */
	InformationAnswer answer(@Nullable String clientId, HttpServletRequest request, Supplier<String> caller,
			Supplier<ClientMetadata> body, Function<Keeper, InformationAnswer> first) {
		String token = BearerToken.of(request);
		String key = this.kept.areKept() ? IdempotencyKey.of(request, token != null) : null;
		if (key == null) {
			return first.apply(Keeper.NONE);
		}
		String id = Sha256.of(String.join("\n", request.getMethod(), request.getRequestURI(),
				Objects.requireNonNullElse(request.getQueryString(), ""), (token != null) ? "Bearer " + token : "",
				key));
		Supplier<AnswerSeal> seal = () -> AnswerSeal.of(PURPOSE, id, key, caller.get(), MetadataDigest.of(body.get()));
		Place place = Place.of(clientId, id);
		return this.running.run(id, () -> {
			InformationAnswer again = find(place, seal);
			return (again != null) ? again : answerFirst(place, seal, first);
		});
	}

	private InformationAnswer answerFirst(Place place, Supplier<AnswerSeal> seal,
			Function<Keeper, InformationAnswer> first) {
		try {
			return first.apply((answer) -> List
				.of(this.kept.keeping(place.id(), place.label() + seal.get().close(answer.write()))));
		}
		catch (RegistrationException ex) {
			// as it is to be, if another node answered it in the meantime
			InformationAnswer again = find(place, seal);
			if (again != null) {
				return again;
			}
			throw ex;
		}
	}

	private @Nullable InformationAnswer find(Place place, Supplier<AnswerSeal> seal) {
		String found = this.kept.find(place.id());
		if (found == null || !found.startsWith(place.label())) {
			return null;
		}
		String opened = seal.get().open(found.substring(place.label().length()));
		if (opened == null) {
			throw new RegistrationException(RegistrationError.UNPROCESSABLE_CONTENT, "This " + IdempotencyKey.NAME
					+ " was sent with another request before: send that one unchanged, or this one with a new key");
		}
		return InformationAnswer.read(opened);
	}

	/**
	 * Where an answer is kept. Answers to updates of one client share a few places, or
	 * there would be no end to what a client has kept: whoever has the token that an
	 * answer brought needs that answer no more.
	 *
	 * @param id the place
	 * @param label what tells the answer from others that have been there
	 */
	private record Place(String id, String label) {

		private static final int PLACES_OF_A_CLIENT = 8;

		static Place of(@Nullable String clientId, String id) {
			if (clientId == null) {
				return new Place(id, "");
			}
			String place = String.valueOf(id.charAt(0) % PLACES_OF_A_CLIENT);
			return new Place(Sha256.of(String.join("\n", PURPOSE, place, clientId)), id);
		}

	}

	/**
	 * Has an answer kept, in the transaction that does what it says.
	 */
	interface Keeper {

		/**
		 * Keeps nothing.
		 */
		Keeper NONE = (answer) -> List.of();

		List<RegistrationConstraint> keep(InformationAnswer answer);

	}

}
