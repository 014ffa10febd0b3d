package io.github.opendcr.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Whether a policy limits its clients: where nothing is counted, nobody should wait.
 */
class OnPolicyQuotaCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Policy with max-clients");
		boolean limited = Binder.get(context.getEnvironment())
			.bindOrCreate("dcr", DcrPolicyProperties.class)
			.policies()
			.values()
			.stream()
			.anyMatch((policy) -> policy.maxClients() != null);
		return limited ? ConditionOutcome.match(message.found("policy").items())
				: ConditionOutcome.noMatch(message.didNotFind("any").atAll());
	}

}
