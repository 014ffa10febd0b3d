package io.github.opendcr.wiring;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.RegistrationPermission;
import io.github.opendcr.fetch.ClientUriFetcher;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.http.MediaType;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

/**
 * An application's own tests, which replace beans and start no server.
 */
@SpringBootTest(classes = Applications.InMemoryRepository.class,
		properties = { "dcr.enabled=true", "spring.main.lazy-initialization=true" })
class MockedBeansTests {

	@MockitoBean
	private RegisteredClientRepository repository;

	@MockitoBean
	private OAuth2AuthorizationService authorizations;

	@MockitoBean
	private JwtDecoder jwtDecoder;

	@MockitoBean
	private RegistrationPermission permission;

	@MockitoBean
	private ClientUriFetcher fetcher;

	@MockitoSpyBean
	private ClientRegistrationStore store;

	private MockMvc mvc;

	@BeforeEach
	void openApplication(@Autowired WebApplicationContext context) {
		this.mvc = MockMvcBuilders.webAppContextSetup(context).apply(springSecurity()).build();
	}

	@Test
	void registerWhenBeansAreMocksThenAsksThem() throws Exception {
		given(this.permission.hasPermission(any())).willReturn(true);
		this.mvc.perform(post("/oauth2/register").contentType(MediaType.APPLICATION_JSON).content("""
				{"redirect_uris":["https://client.example.org/cb"]}""")).andExpect(status().isCreated());
		then(this.repository).should().save(any());
		then(this.store).should().insert(any());
	}

}
