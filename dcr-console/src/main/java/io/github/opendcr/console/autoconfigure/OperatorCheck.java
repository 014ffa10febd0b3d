package io.github.opendcr.console.autoconfigure;

import java.util.List;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.security.autoconfigure.SecurityProperties;
import org.springframework.security.access.hierarchicalroles.NullRoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.util.ClassUtils;

/**
 * Says at the start if nobody can be an operator, as far as that can be known: if the one
 * user that there is is that of {@code spring.security.user}. Who else may log in, and
 * with which authorities, only the application knows.
 */
final class OperatorCheck implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(OperatorCheck.class);

	// Of Spring Boot
	private static final String USERS = "inMemoryUserDetailsManager";

	private static final List<String> OTHER_LOGINS = List.of(
			"org.springframework.security.oauth2.client.registration.ClientRegistrationRepository",
			"org.springframework.security.saml2.provider.service.registration.RelyingPartyRegistrationRepository");

	private final String authority;

	private final ListableBeanFactory beans;

	OperatorCheck(String authority, ListableBeanFactory beans) {
		this.authority = authority;
		this.beans = beans;
	}

	@Override
	public void afterSingletonsInstantiated() {
		UserDetails user = onlyUser();
		if (user != null && !isOperator(user)) {
			logger.warn("Nobody can use the console: it demands the authority " + this.authority
					+ " (dcr.console.authority), which the only user, '" + user.getUsername()
					+ "', hasn't. Add the role to spring.security.user.roles, or declare users who have it");
		}
	}

	private @Nullable UserDetails onlyUser() {
		Map<String, UserDetailsService> users = this.beans.getBeansOfType(UserDetailsService.class, true, false);
		SecurityProperties properties = this.beans.getBeanProvider(SecurityProperties.class).getIfUnique();
		if (properties == null || users.size() != 1 || hasOtherLogins()
				|| !(users.get(USERS) instanceof InMemoryUserDetailsManager manager)) {
			return null;
		}
		try {
			return manager.loadUserByUsername(properties.getUser().getName());
		}
		catch (UsernameNotFoundException ex) {
			return null; // a bean of the application's, of the same name
		}
	}

	private boolean hasOtherLogins() {
		ClassLoader loader = getClass().getClassLoader();
		return has(AuthenticationProvider.class) || has(AuthenticationManager.class) || OTHER_LOGINS.stream()
			.anyMatch((name) -> ClassUtils.isPresent(name, loader) && has(ClassUtils.resolveClassName(name, loader)));
	}

	private boolean has(Class<?> type) {
		return this.beans.getBeanNamesForType(type, true, false).length > 0;
	}

	private boolean isOperator(UserDetails user) {
		RoleHierarchy roles = this.beans.getBeanProvider(RoleHierarchy.class).getIfUnique(NullRoleHierarchy::new);
		return roles.getReachableGrantedAuthorities(user.getAuthorities())
			.stream()
			.anyMatch((granted) -> this.authority.equals(granted.getAuthority()));
	}

}
