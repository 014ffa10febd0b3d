package io.github.opendcr.web;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.limit.RateLimitExceededException;
import io.github.opendcr.metadata.ViolationsException;
import io.github.opendcr.registration.ClientInformation;
import io.github.opendcr.server.outage.TemporaryFailure;

import org.springframework.http.HttpHeaders;

/**
 * Writes answers: straight to the response, with a mapper of its own, so that nothing of
 * the application's that wraps, renames or converts has a say in the wire format.
 */
final class JsonAnswers {

	private static final Log logger = LogFactory.getLog(JsonAnswers.class);

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	/**
	 * Return a client information response (RFC 7591 §3.2.1, RFC 7592 §3).
	 * @param endpointUri the URL of the client registration endpoint
	 */
	InformationAnswer answer(int status, ClientInformation information, String endpointUri) {
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("client_id", information.registration().clientId());
		members.put("client_id_issued_at", information.registration().issuedAt().getEpochSecond());
		if (information.clientSecret() != null) {
			members.put("client_secret", information.clientSecret());
		}
		if (information.confidential()) {
			members.put("client_secret_expires_at", epochSeconds(information.clientSecretExpiresAt()));
		}
		if (information.registrationAccessToken() != null) {
			members.put("registration_access_token", information.registrationAccessToken());
			members.put("registration_client_uri", endpointUri + "/" + information.registration().clientId());
		}
		addLifecycle(members, information.registration());
		members.putAll(information.registration().metadata().asMap());
		return new InformationAnswer(status, EntityTag.of(information), MAPPER.writeValueAsBytes(members));
	}

	void write(HttpServletResponse response, InformationAnswer answer) throws IOException {
		if (answer.entityTag() != null) {
			response.setHeader(HttpHeaders.ETAG, answer.entityTag());
		}
		write(response, answer.status(), answer.body());
	}

	/**
	 * Return what would be registered: without an identifier, a secret or a token, of
	 * which there are none.
	 */
	InformationAnswer rehearsed(ClientRegistration registration) {
		Map<String, Object> members = new LinkedHashMap<>();
		addLifecycle(members, registration);
		members.putAll(registration.metadata().asMap());
		return new InformationAnswer(HttpServletResponse.SC_OK, null, MAPPER.writeValueAsBytes(members));
	}

	// Members of our own, which a client may send back: an update ignores what it doesn't
	// know (RFC 7591 §2)
	private static void addLifecycle(Map<String, Object> members, ClientRegistration registration) {
		if (registration.status() != ClientStatus.ACTIVE) {
			members.put("registration_status", registration.status().name().toLowerCase(Locale.ROOT));
		}
		if (registration.expiresAt() != null) {
			members.put("registration_expires_at", registration.expiresAt().getEpochSecond());
		}
	}

	/**
	 * Write an error response (RFC 7591 §3.2.2, RFC 6750 §3).
	 */
	void write(HttpServletResponse response, RegistrationException ex) throws IOException {
		RegistrationError error = ex.getError();
		if (logger.isDebugEnabled()) {
			logger.debug("Refused with " + error + ((ex.getMember() != null) ? ": " + ascii(ex.getMember()) : ""));
		}
		String description = ascii(ex.getDescription());
		addHeaders(response, ex, description);
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("error", error.code());
		members.put("error_description", description);
		if (ex instanceof ViolationsException violations) {
			members.put("errors", violations.getViolations().stream().map(JsonAnswers::violation).toList());
		}
		write(response, error.status(), MAPPER.writeValueAsBytes(members));
	}

	private static void addHeaders(HttpServletResponse response, RegistrationException ex, String description) {
		RegistrationError error = ex.getError();
		if (error == RegistrationError.UNAUTHORIZED) {
			response.setHeader("WWW-Authenticate", (ex.getChallenge() != null) ? ex.getChallenge() : "Bearer");
		}
		else if (error == RegistrationError.INVALID_TOKEN || error == RegistrationError.INSUFFICIENT_SCOPE) {
			response.setHeader("WWW-Authenticate",
					"Bearer error=\"" + error.code() + "\", error_description=\"" + description + "\"");
		}
		else if (error == RegistrationError.CONFLICT) {
			response.setHeader("Retry-After", "1");
		}
		else if (error == RegistrationError.TEMPORARILY_UNAVAILABLE) {
			response.setHeader("Retry-After", TemporaryFailure.PAUSE_IN_SECONDS);
		}
		if (ex instanceof RateLimitExceededException exceeded) {
			addRateLimit(response, exceeded);
		}
	}

	private static Map<String, Object> violation(RegistrationException violation) {
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("error", violation.getError().code());
		if (violation.getMember() != null) {
			members.put("member", violation.getMember());
		}
		members.put("description", ascii(violation.getDescription()));
		return members;
	}

	// The fields of draft-ietf-httpapi-ratelimit-headers-06, which clients know; later
	// drafts have another syntax
	private static void addRateLimit(HttpServletResponse response, RateLimitExceededException exceeded) {
		String seconds = Long.toString(exceeded.getRetryAfter());
		response.setHeader("Retry-After", seconds);
		response.setHeader("RateLimit-Limit", Integer.toString(exceeded.getLimit()));
		response.setHeader("RateLimit-Remaining", "0");
		response.setHeader("RateLimit-Reset", seconds);
	}

	private void write(HttpServletResponse response, int status, byte[] body) throws IOException {
		response.setStatus(status);
		noStore(response);
		response.setContentType("application/json");
		response.setContentLength(body.length);
		response.getOutputStream().write(body);
		response.flushBuffer();
	}

	/**
	 * Answer that the caller has what there is to be told (RFC 9110 §15.4.5).
	 */
	void notModified(HttpServletResponse response, ClientInformation information) {
		response.setHeader(HttpHeaders.ETAG, EntityTag.of(information));
		noStore(response);
		response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
	}

	void noStore(HttpServletResponse response) {
		response.setHeader("Cache-Control", "no-store");
		response.setHeader("Pragma", "no-cache");
		response.setHeader("X-Content-Type-Options", "nosniff");
	}

	private static long epochSeconds(@Nullable Instant expiresAt) {
		return (expiresAt != null) ? expiresAt.getEpochSecond() : 0;
	}

	// RFC 6749 §5.2, to which RFC 7591 §3.2.2 keeps: no quotes, no backslashes, no others
	private static String ascii(String description) {
		StringBuilder ascii = new StringBuilder(description.length());
		description.codePoints().forEach((c) -> {
			if (c == '"') {
				ascii.append('\'');
			}
			else {
				ascii.append((c >= 0x20 && c <= 0x7E && c != '\\') ? (char) c : '?');
			}
		});
		return ascii.toString();
	}

}
