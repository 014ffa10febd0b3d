package io.github.opendcr.web;

import java.util.List;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.context.request.RequestContextHolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Observed requests where what observes them fails.
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

	private static ObservedRequest open(ObservationHandler<Observation.Context> handler) {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(handler);
		return ObservedRequest.open(registry, List.of(), new MockHttpServletRequest("POST", "/oauth2/register"),
				new MockHttpServletResponse(), null, false);
	}

}
