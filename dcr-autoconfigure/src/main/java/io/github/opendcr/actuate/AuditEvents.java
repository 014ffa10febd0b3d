package io.github.opendcr.actuate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import io.github.opendcr.audit.AuditRecord;

import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Makes audit events of Spring Boot of what is written down, which the application's
 * {@code AuditEventRepository} keeps if there is one.
 */
final class AuditEvents implements Consumer<AuditRecord> {

	private final ApplicationEventPublisher publisher;

	/**
	 * Create the events.
	 * @param publisher the application's publisher
	 */
	AuditEvents(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	@Override
	public void accept(AuditRecord written) {
		Map<String, Object> data = new LinkedHashMap<>(written.members());
		this.publisher.publishEvent(new AuditApplicationEvent(principal(written), written.type(), data));
	}

	// A client is known by its id, once it has proved that it is the client
	private static String principal(AuditRecord written) {
		Map<String, String> members = written.members();
		if (written.principal() != null) {
			return written.principal();
		}
		boolean client = "client".equals(members.get("actor")) && "success".equals(members.get("outcome"));
		return String.valueOf(members.get(client ? "client_id" : "actor"));
	}

}
