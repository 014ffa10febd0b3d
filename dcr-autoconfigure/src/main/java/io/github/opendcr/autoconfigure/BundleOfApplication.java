package io.github.opendcr.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * The SSL bundles that properties name.
 */
final class BundleOfApplication {

	private BundleOfApplication() {
	}

	static @Nullable SslBundle find(String property, @Nullable String name, ObjectProvider<SslBundles> sslBundles) {
		if (name == null) {
			return null;
		}
		SslBundles bundles = sslBundles.getIfAvailable();
		try {
			if (bundles != null) {
				return bundles.getBundle(name);
			}
		}
		catch (NoSuchSslBundleException ex) {
			// said below
		}
		throw new InvalidConfigurationPropertyValueException(property, name,
				"There is no such SSL bundle. The names below spring.ssl.bundle are "
						+ ((bundles != null) ? bundles.getBundleNames() : "none") + ".");
	}

}
