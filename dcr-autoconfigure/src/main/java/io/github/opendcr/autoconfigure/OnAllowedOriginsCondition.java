package io.github.opendcr.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.OnPropertyListCondition;

/**
 * Whether pages of any other origin may use the endpoints.
 */
class OnAllowedOriginsCondition extends OnPropertyListCondition {

	OnAllowedOriginsCondition() {
		super("dcr.cors.allowed-origins", () -> ConditionMessage.forCondition("Allowed origins"));
	}

}
