package io.github.opendcr.recipes.tenants;

import java.util.Map;

import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;

/**
 * Something that each tenant has one of.
 *
 * @param byName what there is, by the last segment of the issuer
 */
record Tenants<T>(Map<String, T> byName) {

	T current() {
		String issuer = AuthorizationServerContextHolder.getContext().getIssuer();
		T its = this.byName.get(issuer.substring(issuer.lastIndexOf('/') + 1));
		if (its == null) {
			throw new IllegalStateException("No such tenant");
		}
		return its;
	}

}
