package io.github.opendcr.limit;

import java.util.function.Function;

import io.github.bucket4j.Bucket;

/**
 * The buckets of one rate limit, one for each key. A bucket is made, full, when its key
 * is used for the first time.
 */
interface Buckets {

	/**
	 * Use a bucket.
	 * @param key whose bucket it is
	 * @param use what is done with it
	 * @return what {@code use} returned
	 */
	<T> T use(String key, Function<Bucket, T> use);

}
