package io.github.opendcr.console.autoconfigure;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who is told that nobody can be an operator.
 */
@ExtendWith(OutputCaptureExtension.class)
class OperatorCheckTests {

	private static final String WARNING = "Nobody can use the console: it demands the authority ROLE_DCR_ADMIN";

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(SecurityAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class))
		.withPropertyValues("spring.security.user.password=secret")
		.withUserConfiguration(Checked.class);

	@Test
	void checkWhenTheOnlyUserHasNotTheAuthorityThenWarns(CapturedOutput output) {
		this.runner.run((context) -> assertThat(output).contains(WARNING).contains("the only user, 'user', hasn't"));
	}

	@Test
	void checkWhenTheOnlyUserHasTheAuthorityThenIsSilent(CapturedOutput output) {
		this.runner.withPropertyValues("spring.security.user.roles=DCR_ADMIN")
			.run((context) -> assertThat(output).doesNotContain(WARNING));
	}

	@Test
	void checkWhenARoleIncludesTheAuthorityThenIsSilent(CapturedOutput output) {
		this.runner.withPropertyValues("spring.security.user.roles=BOSS")
			.withUserConfiguration(Hierarchical.class)
			.run((context) -> assertThat(output).doesNotContain(WARNING));
	}

	@Test
	void checkWhenTheApplicationKnowsTheUsersThenIsSilent(CapturedOutput output) {
		this.runner.withUserConfiguration(OwnUsers.class).run((context) -> assertThat(output).doesNotContain(WARNING));
	}

	@Configuration(proxyBeanMethods = false)
	static class Checked {

		@Bean
		OperatorCheck operatorCheck(ListableBeanFactory beans) {
			return new OperatorCheck("ROLE_DCR_ADMIN", beans);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Hierarchical {

		@Bean
		RoleHierarchy roleHierarchy() {
			return RoleHierarchyImpl.fromHierarchy("ROLE_BOSS > ROLE_DCR_ADMIN");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnUsers {

		@Bean
		UserDetailsService users() {
			return (name) -> new User(name, "", List.of());
		}

	}

}
