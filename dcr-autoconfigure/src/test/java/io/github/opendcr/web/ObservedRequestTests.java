package io.github.opendcr.web;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;

import io.github.opendcr.RegistrationError;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.context.request.RequestContextHolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Observed requests where what observes them fails, or their caller is gone.
 */
class ObservedRequestTests {

	@Test
	void closeWhenAHandlerFailsThenTheThreadServesNoRequestAnyMore() {
		ObservedRequest observed = open(new ObservationHandler<>() {

			@Override
			public void onStop(Observation.Context context) {
				throw new IllegalStateException("stop");
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
		assertThat(RequestContextHolder.getRequestAttributes()).isNotNull();
		assertThatIllegalStateException().isThrownBy(observed::close);
		assertThat(RequestContextHolder.getRequestAttributes()).isNull();
	}

	@Test
	void openWhenAHandlerFailsThenTheThreadServesNoRequest() {
		assertThatIllegalStateException().isThrownBy(() -> open(new ObservationHandler<>() {

			@Override
			public void onStart(Observation.Context context) {
				throw new IllegalStateException("start");
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		}));
		assertThat(RequestContextHolder.getRequestAttributes()).isNull();
	}

	@Test
	void failedWhenTheCallerHangsUpThenAborted() {
		assertThat(outcome(new IOException("Broken pipe"))).isEqualTo("ABORTED");
		assertThat(outcome(new IllegalStateException("bug"))).isEqualTo("FAILED");
	}

	private static String outcome(Throwable failure) {
		AtomicReference<String> outcome = new AtomicReference<>();
		try (ObservedRequest observed = open(new ObservationHandler<>() {

			@Override
			public void onStop(Observation.Context context) {
				outcome.set(context.getLowCardinalityKeyValue("outcome").getValue());
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		})) {
			observed.failed(failure, RegistrationError.SERVER_ERROR);
		}
		return outcome.get();
	}

	private static ObservedRequest open(ObservationHandler<Observation.Context> handler) {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(handler);
		return ObservedRequest.open(registry, List.of(), new MockHttpServletRequest("POST", "/oauth2/register"),
				new MockHttpServletResponse(), null, false);
	}

}
