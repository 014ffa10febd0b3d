package io.github.opendcr.console;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import io.github.opendcr.console.template.JtepoliciesGenerated;
import io.github.opendcr.console.view.Policy;
import io.github.opendcr.console.view.Section;
import io.github.opendcr.policy.RegistrationPolicies;

/**
 * The policies, as they are in force.
 *
 * @since 0.1.0
 */
public final class PolicyPages extends Pages {

	private final RegistrationPolicies policies;

	/**
	 * Create the page.
	 * @param policies the policies
	 */
	public PolicyPages(RegistrationPolicies policies) {
		this.policies = policies;
	}

	@Override
	void addTo(Routes routes) {
		routes.get("/policies", (request) -> {
			List<Policy> all = new ArrayList<>();
			this.policies.forEach((name, settings) -> all.add(new Policy(name, settings)));
			all.sort(Comparator.comparing((policy) -> Objects.requireNonNullElse(policy.name(), "")));
			return Reply.page(Section.POLICIES,
					(output, frame) -> JtepoliciesGenerated.render(output, null, frame, all));
		});
	}

}
