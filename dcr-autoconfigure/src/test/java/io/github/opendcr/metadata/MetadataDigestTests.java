package io.github.opendcr.metadata;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientMetadata;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MetadataDigest}.
 */
class MetadataDigestTests {

	private static final ClientMetadata METADATA = ClientMetadata.of(Map.of("a", 1)).with("b", 2);

	@Test
	void ofThenOneOfTheMembersInWhateverOrder() {
		assertThat(MetadataDigest.of(METADATA)).hasSize(43)
			.isEqualTo(MetadataDigest.of(ClientMetadata.of(Map.of("b", 2)).with("a", 1)));
		assertThat(MetadataDigest.of(METADATA.with("a", 2))).isNotEqualTo(MetadataDigest.of(METADATA));
		assertThat(MetadataDigest.of(METADATA.with("a", "1"))).isNotEqualTo(MetadataDigest.of(METADATA));
	}

	@Test
	void ofWhenHalfACharacterThenAnotherThanThatOfItsPlaceholder() {
		assertThat(MetadataDigest.of(METADATA.with("a", "\uD800")))
			.isNotEqualTo(MetadataDigest.of(METADATA.with("a", "?")));
	}

}
