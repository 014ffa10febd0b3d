package io.github.opendcr.policy;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientMetadataPolicy;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationContext;

/**
 * A policy in steps, each of which may refuse something by itself, and whose settings
 * depend on who lets the client in.
 *
 * @param <S> the settings
 */
abstract class StepwisePolicy<S> implements ClientMetadataPolicy {

	private final Function<Registrant, S> settings;

	private final List<BiFunction<S, ClientMetadata, ClientMetadata>> steps;

	StepwisePolicy(Function<Registrant, S> settings, List<BiFunction<S, ClientMetadata, ClientMetadata>> steps) {
		this.settings = settings;
		this.steps = List.copyOf(steps);
	}

	@Override
	public final ClientMetadata apply(ClientMetadata metadata, RegistrationContext context) {
		ClientMetadata granted = metadata;
		for (ClientMetadataPolicy step : steps()) {
			granted = step.apply(granted, context);
		}
		return granted;
	}

	/**
	 * Return the steps of this policy, in their order.
	 */
	final List<ClientMetadataPolicy> steps() {
		return this.steps.stream()
			.<ClientMetadataPolicy>map(
					(step) -> (metadata, context) -> step.apply(this.settings.apply(context.registrant()), metadata))
			.toList();
	}

}
