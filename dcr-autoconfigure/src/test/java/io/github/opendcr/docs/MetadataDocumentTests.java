package io.github.opendcr.docs;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientMetadataMember;
import io.github.opendcr.metadata.ClientMetadataCatalogue;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/metadata.md} is what the catalogue says.
 */
class MetadataDocumentTests {

	private static final String HEAD = """
			# Client metadata

			Every member that the server knows, from its catalogue (`ClientMetadataCatalogue`); a test keeps this page and the
			catalogue together. Members that are not here are ignored (RFC 7591 §2). *honoured*: the server acts on it. *kept*:
			stored and returned, for the application and others to act on. *omitted*: checked, not registered and not in the answer,
			since the server can't honour it and the client is none the less safe (RFC 7591 §3.2.1). *refused*: the answer is
			`invalid_client_metadata`, since the server can't honour it and a client must not believe that it does. `name#fr`: the
			member may have language tags (RFC 7591 §2.2).

			Properties and policies narrow this further. An application adds members, or takes over omitted and refused ones, by beans
			of the type `ClientMetadataMember`.

			Every member that is a URL or a redirection URI, an application's own among them, must be read alike by Java, Spring and
			browsers: in ASCII, scheme and host in lower case, an address in its usual notation, a port from 1 to 65535, no user
			information, no empty or dot segments. Host names in Punycode must be ones that browsers read.

			| member | type | support | | default | defined in |
			| --- | --- | --- | --- | --- | --- |
			""";

	@Test
	void documentWhenComparedWithTheCatalogueThenTheSame() throws IOException {
		String expected = HEAD + new ClientMetadataCatalogue(List.of()).members()
			.stream()
			.map(MetadataDocumentTests::row)
			.collect(Collectors.joining());
		GeneratedPage.assertUpToDate("metadata.md", expected);
	}

	private static String row(ClientMetadataMember member) {
		assertThat(member.section()).as(member.name()).isNotEmpty();
		return "| `%s`%s | %s | %s | %s | %s | %s |%n".formatted(member.name(), member.localizable() ? ", `#fr`" : "",
				type(member), member.support().name().toLowerCase(Locale.ROOT), member.meaning(),
				Objects.toString(member.defaultValue(), ""), member.section());
	}

	private static String type(ClientMetadataMember member) {
		String type = (member.type() == ClientMetadataMember.Type.URL) ? "URL"
				: member.type().name().toLowerCase(Locale.ROOT);
		return member.array() ? "array of " + type : type;
	}

}
