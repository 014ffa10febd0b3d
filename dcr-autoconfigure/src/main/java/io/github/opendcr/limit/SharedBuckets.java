package io.github.opendcr.limit;

import java.util.function.Function;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;

/**
 * Buckets that several processes share, as long as their backend answers.
 */
final class SharedBuckets implements Buckets {

	private final SharedBackend backend;

	private final BucketConfiguration configuration;

	private final String prefix;

	private final Buckets fallback;

	SharedBuckets(SharedBackend backend, Bandwidth bandwidth, String prefix, Buckets fallback) {
		this.backend = backend;
		this.configuration = BucketConfiguration.builder().addLimit(bandwidth).build();
		this.prefix = prefix;
		this.fallback = fallback;
	}

	@Override
	public <T> T use(String key, Function<Bucket, T> use) {
		return this.backend.use(
				(shared) -> use.apply(shared.builder().build(this.prefix + key, () -> this.configuration)),
				() -> this.fallback.use(key, use));
	}

}
