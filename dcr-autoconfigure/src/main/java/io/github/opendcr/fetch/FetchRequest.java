package io.github.opendcr.fetch;

import java.net.URI;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What is fetched, and how.
 *
 * @param uri the URL
 * @param contentTypes the media types that the document may have, in lower case and
 * without parameters; {@code application/*+json} stands for all of that kind
 * @param copy whether a copy will do
 * @param entityTag the validator of the document that the caller has (RFC 9110 §8.8.3),
 * who is told if it is the same still; or {@code null}
 * @param settings the bounds of this fetch, which take the place of the fetcher's own; or
 * {@code null}
 * @since 0.1.0
 */
public record FetchRequest(URI uri, Set<String> contentTypes, Copy copy, @Nullable String entityTag,
		@Nullable FetchSettings settings) {

	/**
	 * Create a request.
	 */
	public FetchRequest {
		Assert.isTrue(entityTag == null || copy == Copy.UNWANTED, "Whoever has a copy wants no other");
		contentTypes = Set.copyOf(contentTypes);
	}

	/**
	 * Create a request for which a copy will do that is still fresh.
	 * @param uri the URL
	 * @param contentTypes the media types that the document may have
	 * @return the request
	 */
	public static FetchRequest of(URI uri, Set<String> contentTypes) {
		return new FetchRequest(uri, contentTypes, Copy.WELCOME, null, null);
	}

	/**
	 * Return a request like this one, but for what is as it is now if possible.
	 * @return the request
	 * @see Copy#OUTDATED
	 */
	public FetchRequest again() {
		return new FetchRequest(this.uri, this.contentTypes, Copy.OUTDATED, null, this.settings);
	}

	/**
	 * Return a request like this one, but for what is as it is now.
	 * @return the request
	 * @see Copy#UNWANTED
	 */
	public FetchRequest anew() {
		return new FetchRequest(this.uri, this.contentTypes, Copy.UNWANTED, null, this.settings);
	}

	/**
	 * Return a request like this one with bounds of its own.
	 * @param settings the bounds
	 * @return the request
	 */
	public FetchRequest within(FetchSettings settings) {
		return new FetchRequest(this.uri, this.contentTypes, this.copy, this.entityTag, settings);
	}

	/**
	 * Whether a copy will do.
	 *
	 * @since 0.1.0
	 */
	public enum Copy {

		/**
		 * Yes, while it is fresh.
		 */
		WELCOME,

		/**
		 * Not if it can be helped, since it was found to be outdated. A fetcher bounds
		 * how often a client can make it fetch, and returns its copy beyond that bound or
		 * if the document can't be had.
		 */
		OUTDATED,

		/**
		 * Never: for what is judged once, and rests on that from then on. A fetch that is
		 * under way may be shared.
		 */
		UNWANTED

	}

}
