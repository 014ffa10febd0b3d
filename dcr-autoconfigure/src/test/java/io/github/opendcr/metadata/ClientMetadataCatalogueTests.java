package io.github.opendcr.metadata;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientMetadataMember;
import io.github.opendcr.ClientMetadataMember.Type;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ClientMetadataCatalogue}.
 */
class ClientMetadataCatalogueTests {

	@ParameterizedTest
	@ValueSource(strings = { "client_id", "client_secret", "client_id_issued_at", "client_secret_expires_at",
			"registration_access_token", "registration_client_uri", "registration_status", "registration_expires_at" })
	void createWhenMemberIsTheServersThenRefused(String name) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ClientMetadataCatalogue(List.of(ClientMetadataMember.of(name, Type.STRING))))
			.withMessage("'" + name + "' can't be the name of a member of the client metadata");
	}

}
