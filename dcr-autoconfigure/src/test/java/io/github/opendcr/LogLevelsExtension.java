package io.github.opendcr;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Undoes before each test class what applications of the classes before it have set for
 * the whole JVM: otherwise tests that look at the log depend on the order.
 */
public final class LogLevelsExtension implements BeforeAllCallback {

	@Override
	public void beforeAll(ExtensionContext context) {
		if (context.getRequiredTestClass().getEnclosingClass() != null) {
			return; // its own application has set them
		}
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		for (LoggerConfiguration logger : logging.getLoggerConfigurations()) {
			if (logger.getConfiguredLevel() != null && !logger.getName().equals(LoggingSystem.ROOT_LOGGER_NAME)) {
				logging.setLogLevel(logger.getName(), null);
			}
		}
		logging.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
	}

}
