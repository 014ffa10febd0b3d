package io.github.opendcr.server.authorization;

import java.io.IOException;
import java.util.UUID;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;

/**
 * A response by which the browser isn't sent to the consent page: that takes its place.
 */
final class HeldConsent extends HttpServletResponseWrapper {

	/**
	 * What Spring takes for the address of the page. By RFC 2606 it leads nowhere, and no
	 * client can register it as its own, since nobody is told.
	 */
	static final String PAGE = "https://" + UUID.randomUUID() + ".invalid/";

	private @Nullable String location;

	HeldConsent(HttpServletResponse response) {
		super(response);
	}

	/**
	 * Return where the browser would have been sent, with what the page has to know.
	 * @return the address, or {@code null} if nobody has to be asked
	 */
	@Nullable String location() {
		return this.location;
	}

	private boolean isHeld(String location) {
		if (location.startsWith(PAGE)) {
			this.location = location;
			return true;
		}
		return false;
	}

	@Override
	public void sendRedirect(String location) throws IOException {
		if (!isHeld(location)) {
			super.sendRedirect(location);
		}
	}

	@Override
	public void sendRedirect(String location, int status) throws IOException {
		if (!isHeld(location)) {
			super.sendRedirect(location, status);
		}
	}

	@Override
	public void sendRedirect(String location, boolean clearBuffer) throws IOException {
		if (!isHeld(location)) {
			super.sendRedirect(location, clearBuffer);
		}
	}

	@Override
	public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
		if (!isHeld(location)) {
			super.sendRedirect(location, status, clearBuffer);
		}
	}

}
