package io.github.opendcr.reliability.galera;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

import io.github.opendcr.reliability.Promise;
import io.github.opendcr.reliability.client.Answer;
import io.github.opendcr.reliability.client.Api;
import io.github.opendcr.reliability.client.Metadata;
import io.github.opendcr.reliability.server.Galera;

/**
 * Clients that are answered by one application, and go to the next one at once, whose
 * server is still busy with what another application has committed before.
 */
final class Followers {

	private final List<Api> nodes;

	private final Galera galera;

	private final Promise followed;

	private int transactions;

	private int behind;

	Followers(List<Api> nodes, Galera galera, Promise followed) {
		this.nodes = nodes;
		this.galera = galera;
		this.followed = followed;
	}

	/**
	 * Let one client live, at two of the applications.
	 */
	void follow(int number) throws IOException, SQLException {
		int at = number % this.nodes.size();
		int next = (number + 1) % this.nodes.size();
		Api one = this.nodes.get(at);
		Api other = this.nodes.get(next);
		String name = "follower-" + number;
		commitMuch(at);
		Answer client = one.register(Metadata.confidential(name, name));
		String id = client.member("client_id");
		String first = client.member("registration_access_token");
		lookAt(next);
		check(200, "registered", client, other.read(id, first));
		commitMuch(at);
		Answer updated = one.update(id, first, Metadata.update(id, name, name + "-updated"));
		String token = updated.member("registration_access_token");
		lookAt(next);
		check(200, "updated", updated, other.read(id, token));
		commitMuch(at);
		Answer rotated = one.rotateSecret(id, token);
		String secret = rotated.member("client_secret");
		lookAt(next);
		check(200, "new secret", rotated, other.clientCredentials(id, secret));
		commitMuch(at);
		Answer deleted = one.delete(id, token);
		lookAt(next);
		check(401, "deleted", deleted, other.clientCredentials(id, secret));
		this.galera.forgetMuch(at);
	}

	private void commitMuch(int server) throws SQLException {
		this.galera.commitMuch(server, ++this.transactions);
	}

	private void lookAt(int server) throws SQLException {
		this.behind += this.galera.isBehind(server, this.transactions) ? 1 : 0;
	}

	private void check(int status, String what, Answer before, Answer answer) {
		this.followed.check(answer.is(status),
				() -> what + " at one server (" + before.status() + "), at the next one " + answer);
	}

	/**
	 * Return how often somebody came to a server that was behind.
	 */
	int behind() {
		return this.behind;
	}

}
