package io.github.opendcr.consent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;

/**
 * A member in the user's language, if the client gave it in that.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-2.2">RFC 7591
 * §2.2</a>
 */
final class LocalizedMember {

	private LocalizedMember() {
	}

	/**
	 * Return the member that suits the locale, otherwise the one without a language tag,
	 * otherwise {@code null}.
	 */
	static @Nullable String of(ClientMetadata metadata, String name, Locale locale) {
		Map<String, String> names = new LinkedHashMap<>();
		metadata.asMap().keySet().stream().filter((member) -> member.startsWith(name + "#")).forEach((member) -> {
			String tag = member.substring(name.length() + 1).toLowerCase(Locale.ROOT);
			names.putIfAbsent(tag, member);
		});
		String tag = Locale.lookupTag(List.of(new Locale.LanguageRange(locale.toLanguageTag())), names.keySet());
		return metadata.getString(names.getOrDefault((tag != null) ? tag : "", name));
	}

}
