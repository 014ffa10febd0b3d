package io.github.opendcr.cimd;

import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.core.log.LogMessage;

/**
 * Makes the clients of the URLs that the operator listed one by one, on his behalf, when
 * the application starts: so they may begin with a pushed request or a device
 * authorization, which nobody stands behind. It has a thread of its own, and a start
 * waits for no document; what fails here is tried again when the client comes.
 */
final class ListedDocuments implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(ListedDocuments.class);

	private final List<String> urls;

	private final DocumentClients clients;

	private volatile @Nullable Thread thread;

	/**
	 * Create the list.
	 * @param urls the URLs
	 * @param clients what makes their clients
	 */
	ListedDocuments(List<String> urls, DocumentClients clients) {
		this.urls = List.copyOf(urls);
		this.clients = clients;
	}

	@Override
	public void start() {
		Thread thread = new Thread(this::makeAll, "dcr-cimd-listed");
		thread.setDaemon(true);
		this.thread = thread;
		thread.start();
	}

	private void makeAll() {
		for (String url : this.urls) {
			if (this.thread == null) {
				return;
			}
			make(url);
		}
	}

	private void make(String url) {
		try {
			this.clients.refresh(url);
		}
		catch (DocumentRefusedException ex) {
			logger.warn("There is no client of " + url + " yet. " + ex.getMessage());
		}
		catch (RuntimeException ex) { // would be the last one otherwise
			logger.warn(LogMessage.format("There is no client of %s yet", url), ex);
		}
	}

	@Override
	public void stop() {
		Thread running = this.thread;
		this.thread = null;
		if (running != null) {
			running.interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return this.thread != null;
	}

}
