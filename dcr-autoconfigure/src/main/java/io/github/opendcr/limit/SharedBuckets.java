package io.github.opendcr.limit;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Buckets that several processes share. While their backend fails, this process limits by
 * itself: neither is registration shut nor are limits off.
 */
final class SharedBuckets implements Buckets {

	private static final Log logger = LogFactory.getLog(SharedBuckets.class);

	private final ProxyManager<String> proxyManager;

	private final BucketConfiguration configuration;

	private final String prefix;

	private final Buckets fallback;

	private final AtomicBoolean failing = new AtomicBoolean();

	SharedBuckets(ProxyManager<String> proxyManager, Bandwidth bandwidth, String prefix, Buckets fallback) {
		this.proxyManager = proxyManager;
		this.configuration = BucketConfiguration.builder().addLimit(bandwidth).build();
		this.prefix = prefix;
		this.fallback = fallback;
	}

	@Override
	public <T> T use(String key, Function<Bucket, T> use) {
		try {
			T result = use.apply(this.proxyManager.builder().build(this.prefix + key, () -> this.configuration));
			if (this.failing.compareAndSet(true, false)) {
				logger.info("The backend of the rate limits is back");
			}
			return result;
		}
		catch (RuntimeException ex) {
			if (this.failing.compareAndSet(false, true)) {
				logger.warn("The backend of the rate limits fails; until it is back, this process limits by itself",
						ex);
			}
			return this.fallback.use(key, use);
		}
	}

}
