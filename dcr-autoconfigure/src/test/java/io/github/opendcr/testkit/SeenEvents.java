package io.github.opendcr.testkit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.opendcr.ClientEvent;
import io.github.opendcr.OperatorAction;
import io.github.opendcr.lifecycle.ReaperRun;

import org.springframework.context.event.EventListener;

/**
 * A bean that knows which events about clients were published.
 */
public class SeenEvents {

	private final List<Object> seen = new CopyOnWriteArrayList<>();

	/**
	 * What was published, in order.
	 */
	public List<Object> seen() {
		return this.seen;
	}

	@EventListener({ ClientEvent.Registered.class, ClientEvent.StatusChanged.class, ClientEvent.Deleted.class,
			OperatorAction.class, ReaperRun.class })
	void on(Object event) {
		this.seen.add(event);
	}

}
