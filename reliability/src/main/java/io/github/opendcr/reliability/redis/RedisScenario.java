package io.github.opendcr.reliability.redis;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.opendcr.reliability.Options;
import io.github.opendcr.reliability.Report;
import io.github.opendcr.reliability.Scenario;
import io.github.opendcr.reliability.server.Postgres;
import io.github.opendcr.reliability.server.Redis;
import io.github.opendcr.reliability.server.SampleNode;
import io.github.opendcr.reliability.server.Workspace;

/**
 * Two nodes count together in Redis, and each by itself while it is killed or frozen.
 */
public final class RedisScenario implements Scenario {

	private static final String DATABASE = "limits";

	/** In seconds: a frozen Redis costs this much again and again. */
	private static final int LONGEST_TIMEOUT = 3;

	@Override
	public Report run(Options options) throws Exception {
		Report report = new Report("Rate limits in Redis, two nodes");
		try (Redis redis = Redis.start(); Postgres postgres = Postgres.start()) {
			postgres.create(DATABASE);
			try (SampleNode one = launch(options, redis, postgres).awaitReady();
					SampleNode other = launch(options, redis, postgres).awaitReady();
					RedisRun run = new RedisRun(List.of(one.uri(), other.uri()), redis, report)) {
				run.countTogether(options.tries());
				for (int kill = 1; kill <= options.kills(); kill++) {
					run.kill();
					run.freeze();
					System.err.println("Killed and froze Redis " + kill + " of " + options.kills() + " times");
				}
				run.finish();
			}
		}
		return report;
	}

	private static SampleNode launch(Options options, Redis redis, Postgres postgres) throws IOException {
		List<Path> libraries = new ArrayList<>(
				Workspace.libraries("bucket4j", "lettuce", "netty", "reactor", "reactive", "redis-authx"));
		libraries.add(Workspace.classes());
		List<String> properties = new ArrayList<>(postgres.properties(DATABASE));
		Duration timeout = Duration.ofSeconds(Math.min(options.patience(), LONGEST_TIMEOUT));
		properties.addAll(SharedLimits.properties(redis.uri(), timeout));
		// Everyone says from where they come, as a proxy would
		properties.addAll(List.of("--server.forward-headers-strategy=native", "--dcr.rate-limit.enabled=true",
				"--dcr.rate-limit.address.limit=" + RedisRun.LIMIT, "--dcr.rate-limit.total.limit=1000000"));
		return SampleNode.launchWith(libraries, properties);
	}

}
