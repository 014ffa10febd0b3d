package io.github.opendcr.statement;

import java.io.IOException;
import java.text.ParseException;
import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import javax.net.ssl.SSLSocketFactory;

import com.nimbusds.jose.jwk.JWKSet;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.metadata.ClientMetadataReader;
import io.github.opendcr.statement.SoftwareStatement.SingleUse;

import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContext;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;

/**
 * Believes statements that trusted issuers signed, as far as each is trusted. Safe for
 * use by several threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-2.3">RFC 7591
 * §2.3</a>
 */
final class TrustedIssuerVerifier implements SoftwareStatementVerifier {

	private final Map<String, Trust> trusted = new HashMap<>();

	private final ClientMetadataReader reader = new ClientMetadataReader();

	private final Clock clock;

	/**
	 * Create a verifier. Keys that aren't elsewhere are read at once, so that a wrong
	 * location is noticed.
	 * @param issuers the trusted issuers; if there are none, every statement is refused
	 * @param sockets makes what opens TLS connections where keys are read over https, or
	 * {@code null} for the JVM's own
	 * @param clock what time it is
	 * @throws IllegalArgumentException if an issuer is there twice, or has no usable keys
	 */
	TrustedIssuerVerifier(Collection<TrustedIssuer> issuers, @Nullable Supplier<SSLSocketFactory> sockets,
			Clock clock) {
		this.clock = clock;
		for (TrustedIssuer issuer : issuers) {
			if (this.trusted.put(issuer.issuer(), trust(issuer, sockets)) != null) {
				throw new IllegalArgumentException("The issuer " + issuer.issuer() + " is there twice");
			}
		}
	}

	@Override
	public List<TrustedIssuer> issuers() {
		return this.trusted.values()
			.stream()
			.map(Trust::issuer)
			.sorted(Comparator.comparing(TrustedIssuer::issuer))
			.toList();
	}

	private Trust trust(TrustedIssuer issuer, @Nullable Supplier<SSLSocketFactory> sockets) {
		JwksResource location = new JwksResource(issuer.jwksLocation(), sockets);
		if (!location.isRemote()) {
			requireKeys(issuer, location);
		}
		return new Trust(issuer, new IssuerKeys(location, this.clock));
	}

	private static void requireKeys(TrustedIssuer issuer, JwksResource location) {
		String problem;
		try {
			problem = location.read().isEmpty() ? "it has no public key, or weak ones only" : null;
		}
		catch (IOException | ParseException ex) {
			problem = ex.getMessage();
		}
		if (problem != null) {
			throw new IllegalArgumentException(
					"The keys of " + issuer.issuer() + " can't be read from " + location + ": " + problem);
		}
	}

	@Override
	public SoftwareStatement verify(String statement) {
		if (this.trusted.isEmpty()) {
			throw Refusal.unapproved("This server trusts no software statements; register without software_statement");
		}
		SignedStatement signed = SignedStatement.parse(statement, this.reader);
		ClientMetadata claims = signed.claims();
		if (!(claims.get("iss") instanceof String name)) {
			throw Refusal.invalid("The software statement must name its issuer by the claim iss, a string");
		}
		Trust trust = this.trusted.get(name);
		if (trust == null) {
			throw Refusal.unapproved("The issuer of the software statement is not trusted here");
		}
		requireSignature(signed, trust);
		ClaimRules rules = new ClaimRules(trust.issuer(), claims);
		rules.check(serverIssuer(), this.clock.instant());
		SingleUse singleUse = (trust.issuer().singleUse() && claims.get("jti") instanceof String id)
				? new SingleUse(id, rules.lastsUntil()) : null;
		return new SoftwareStatement(name, claims.getString("software_id"), metadata(claims), singleUse);
	}

	private static void requireSignature(SignedStatement signed, Trust trust) {
		if (!trust.issuer().algorithms().contains(signed.algorithm())) {
			throw Refusal.invalid("The software statement must be signed with one of: "
					+ String.join(", ", trust.issuer().algorithms().stream().sorted().toList()));
		}
		JWKSet keys = trust.keys().get();
		if (signed.isSignedBy(keys)) {
			return;
		}
		JWKSet newer = trust.keys().getNewerThan(keys);
		if (newer == keys || !signed.isSignedBy(newer)) {
			throw Refusal.invalid("The software statement is not signed with a current key of its issuer");
		}
	}

	private static ClientMetadata metadata(ClientMetadata claims) {
		Map<String, Object> members = new LinkedHashMap<>(claims.asMap());
		members.keySet().removeAll(ClaimRules.OF_THE_JWT);
		return ClientMetadata.of(members);
	}

	// One that isn't configured is what the Host header of the request says
	private static @Nullable String serverIssuer() {
		AuthorizationServerContext context = AuthorizationServerContextHolder.getContext();
		return (context != null) ? context.getAuthorizationServerSettings().getIssuer() : null;
	}

	private record Trust(TrustedIssuer issuer, IssuerKeys keys) {
	}

}
