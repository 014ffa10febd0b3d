package io.github.opendcr.recipes.redis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.ClientStatus;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.domain.Range;
import org.springframework.data.domain.Range.Bound;
import org.springframework.data.redis.connection.Limit;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.Assert;

/**
 * Keeps registrations in Redis. Each is one text; whatever is written compares and sets
 * that text, together with the sorted sets by which clients are listed and found expired.
 */
@Component
class RedisClientRegistrationStore implements ClientRegistrationStore {

	// One slot of a cluster: a script may only touch keys that are in the same one
	private static final String CLIENT = "{dcr}:client:";

	private static final String ALL = "{dcr}:clients";

	private static final String ENDS = "{dcr}:ends";

	private static final RedisScript<Boolean> CHANGE = RedisScript.of("""
			if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return false end
			local id, oldStatus, newText, newStatus, ending = unpack(ARGV, 2)
			if oldStatus ~= '' then redis.call('ZREM', KEYS[2] .. ':' .. oldStatus, id) end
			if newText == '' then
			  redis.call('DEL', KEYS[1])
			  redis.call('ZREM', KEYS[2], id)
			  redis.call('ZREM', KEYS[3], ending)
			else
			  redis.call('SET', KEYS[1], newText)
			  redis.call('ZADD', KEYS[2], 0, id)
			  redis.call('ZADD', KEYS[2] .. ':' .. newStatus, 0, id)
			  if ending ~= '' then redis.call('ZADD', KEYS[3], 0, ending) end
			end
			return true""", Boolean.class);

	private final StringRedisTemplate redis;

	RedisClientRegistrationStore(StringRedisTemplate redis) {
		this.redis = redis;
	}

	@Override
	public void insert(ClientRegistration registration) {
		requireClientId(registration.clientId());
		if (!change(registration.clientId(), null, Row.of(registration).write())) {
			throw new DuplicateKeyException("The client_id is taken");
		}
	}

	@Override
	public ClientRegistration findByClientId(String clientId) {
		String text = find(clientId);
		return (text != null) ? Row.read(text).toRegistration(clientId) : null;
	}

	private String find(String clientId) {
		return this.redis.opsForValue().get(CLIENT + clientId);
	}

	@Override
	public boolean replace(ClientRegistration registration, long expectedVersion) {
		String text = find(registration.clientId());
		return text != null && Row.read(text).version() == expectedVersion
				&& change(registration.clientId(), text, Row.read(text).updated(registration).write());
	}

	@Override
	public boolean delete(String clientId, long expectedVersion) {
		String text = find(clientId);
		return text != null && Row.read(text).version() == expectedVersion && change(clientId, text, null);
	}

	// Redis takes no part in the transaction: what is rolled back is undone
	private boolean change(String clientId, String from, String to) {
		boolean changed = compareAndSet(clientId, from, to);
		if (changed && TransactionSynchronizationManager.isSynchronizationActive()) {
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
				@Override
				public void afterCompletion(int status) {
					if (status != STATUS_COMMITTED) {
						compareAndSet(clientId, to, from);
					}
				}
			});
		}
		return changed;
	}

	private boolean compareAndSet(String clientId, String from, String to) {
		Row row = Row.read((to != null) ? to : from);
		return this.redis.execute(CHANGE, List.of(CLIENT + clientId, ALL, ENDS), orEmpty(from), clientId,
				(from != null) ? Row.read(from).status() : "", orEmpty(to), row.status(),
				(row.expiresAt() != null) ? ending(row.expiresAt(), clientId) : "");
	}

	private static String orEmpty(String text) {
		return (text != null) ? text : "";
	}

	// Sorts by time, then by client
	private static String ending(long expiresAt, String clientId) {
		return "%019d:%s".formatted(expiresAt, clientId);
	}

	@Override
	public List<ClientRegistration> findPage(ClientStatus status, String after, int limit) {
		if (after != null) {
			requireClientId(after);
		}
		String key = (status != null) ? ALL + ":" + status : ALL;
		return registrations(this.redis.opsForZSet()
			.rangeByLex(key, (after != null) ? Range.rightUnbounded(Bound.exclusive(after)) : Range.unbounded(),
					Limit.limit().count(limit)));
	}

	@Override
	public long count() {
		return this.redis.opsForZSet().zCard(ALL);
	}

	@Override
	public List<ClientRegistration> findExpired(Instant now, ClientRegistration after, int limit) {
		Bound<String> end = Bound.exclusive(ending(now.toEpochMilli() + 1, ""));
		Bound<String> start = (after != null)
				? Bound.exclusive(ending(after.expiresAt().toEpochMilli(), after.clientId())) : Bound.unbounded();
		Set<String> endings = this.redis.opsForZSet()
			.rangeByLex(ENDS, Range.of(start, end), Limit.limit().count(limit));
		return registrations(endings.stream().map((ending) -> ending.substring(ending.indexOf(':') + 1)).toList());
	}

	private List<ClientRegistration> registrations(Iterable<String> clientIds) {
		List<ClientRegistration> registrations = new ArrayList<>();
		for (String clientId : clientIds) {
			ClientRegistration registration = findByClientId(clientId);
			if (registration != null) {
				registrations.add(registration);
			}
		}
		return registrations;
	}

	private static void requireClientId(String clientId) {
		Assert.isTrue(clientId.matches("[!-~]{1,100}"), "A client_id is 1 to 100 visible ASCII characters");
	}

}
