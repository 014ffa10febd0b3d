package io.github.opendcr.autoconfigure;

import java.util.Map;

/**
 * Settings that belong together.
 */
enum DcrProfile {

	/**
	 * What clients of the Model Context Protocol need: they register themselves, as
	 * public clients that no user wants to log in to every five minutes. They name the
	 * MCP server that their tokens are for, which accepts no others, and many of them
	 * never come back.
	 */
	MCP(Map.of("dcr.permission", "allow-all", "dcr.public-clients.refresh-tokens", "true",
			"dcr.redirect-uris.allowed-schemes", "cursor,vscode,vscode-insiders,windsurf",
			"dcr.redirect-uris.drop-refused", "true", "dcr.cors.allowed-origins", "*", "dcr.resources.allow-any",
			"true", "dcr.reaper.never-used-after", "24h"));

	private final Map<String, Object> properties;

	DcrProfile(Map<String, Object> properties) {
		this.properties = properties;
	}

	Map<String, Object> properties() {
		return this.properties;
	}

}
