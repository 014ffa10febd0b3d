package io.github.opendcr.actuate;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;

/**
 * Refuses what a request to our endpoints has and the operation doesn't know. Actuator
 * leaves it out otherwise, so that a {@code limt} or a {@code reasn} goes unnoticed, and
 * a filter that is spelt wrong finds everything.
 */
final class KnownMembers implements OperationInvokerAdvisor {

	private static final Set<EndpointId> OURS = Set.of(EndpointId.of("dcrclients"), EndpointId.of("dcrtokens"),
			EndpointId.of("dcrstatements"), EndpointId.of("dcrdocuments"));

	@Override
	public OperationInvoker apply(EndpointId endpointId, OperationType operationType, OperationParameters parameters,
			OperationInvoker invoker) {
		if (!OURS.contains(endpointId)) {
			return invoker;
		}
		Set<String> known = parameters.stream()
			.filter((parameter) -> parameter.getType() != SecurityContext.class)
			.map((parameter) -> parameter.getName())
			.collect(Collectors.toCollection(TreeSet::new));
		return (context) -> {
			List<String> unknown = unknown(context.getArguments(), known);
			return unknown.isEmpty() ? invoker.invoke(context) : Answers.badRequest(new IllegalArgumentException(
					"There is no " + String.join(", ", unknown) + "; there is " + String.join(", ", known)));
		};
	}

	private static List<String> unknown(Map<String, ?> arguments, Set<String> known) {
		return arguments.keySet().stream().filter((name) -> !known.contains(name)).sorted().toList();
	}

}
