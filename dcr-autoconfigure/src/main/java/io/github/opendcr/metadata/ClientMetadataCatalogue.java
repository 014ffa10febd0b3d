package io.github.opendcr.metadata;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientMetadataMember;
import io.github.opendcr.ClientMetadataMember.Support;
import io.github.opendcr.RegistrationException;

/**
 * The members that this server knows. What isn't here is ignored (RFC 7591 §2); what is
 * here and can't be honoured is refused by name, so that nothing that a client asked for
 * to be safer is dropped in silence, or else left out of the answer. Immutable.
 *
 * @since 0.1.0
 */
public final class ClientMetadataCatalogue {

	// BCP 47, the well-formed shape: subtags of up to eight letters and digits
	private static final Pattern LANGUAGE_TAG = Pattern.compile("[A-Za-z]{1,8}+(?:-[A-Za-z0-9]{1,8}+)*+");

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:/-]{1,100}");

	/**
	 * What the server tells the client (RFC 7591 §3.2.1, RFC 7592 §3, and its status).
	 */
	private static final List<String> NO_METADATA = List.of("client_id", "client_secret", "client_id_issued_at",
			"client_secret_expires_at", "registration_access_token", "registration_client_uri", "registration_status",
			"registration_expires_at");

	private final Map<String, ClientMetadataMember> members;

	/**
	 * Create the catalogue.
	 * @param additional entries of the application
	 * @throws IllegalArgumentException if one of them is no possible entry, or has the
	 * name of another one that is honoured or kept
	 */
	public ClientMetadataCatalogue(Collection<ClientMetadataMember> additional) {
		Map<String, ClientMetadataMember> all = new LinkedHashMap<>();
		Stream.of(Rfc7591Members.ALL, OpenIdConnectMembers.ALL, ProfileMembers.ALL)
			.flatMap(List::stream)
			.forEach((member) -> all.put(member.name(), member));
		additional.forEach((member) -> add(all, member));
		this.members = Collections.unmodifiableMap(all);
	}

	private static void add(Map<String, ClientMetadataMember> all, ClientMetadataMember member) {
		String name = member.name();
		if (!NAME.matcher(name).matches() || NO_METADATA.contains(name)) {
			throw new IllegalArgumentException("'" + name + "' can't be the name of a member of the client metadata");
		}
		ClientMetadataMember present = all.get(name);
		if (present != null && (present.support() == Support.HONOURED || present.support() == Support.KEPT)) {
			throw new IllegalArgumentException("There is a ClientMetadataMember with the name '" + name
					+ "' already; narrow what is granted of it by a ClientMetadataPolicy");
		}
		all.put(name, member);
	}

	/**
	 * Return all entries.
	 * @return the entries in the order of their specifications
	 */
	public List<ClientMetadataMember> members() {
		return new ArrayList<>(this.members.values());
	}

	/**
	 * Whether a name is that of a member, with or without a language tag, that this
	 * server knows or sends.
	 * @param name the name of a member as sent
	 * @return {@code false} for what a client made up
	 */
	public boolean isKnown(String name) {
		String untagged = untagged(name);
		return this.members.containsKey(untagged) || NO_METADATA.contains(untagged);
	}

	/**
	 * Compare what was asked for with what was granted. What the server doesn't know, and
	 * what it tells clients itself, secrets among it, is left out, and so is what is too
	 * long to be kept beside a registration.
	 * @param requested the metadata as sent
	 * @param granted what was granted of them
	 * @return the members as sent of which something else was granted, or nothing
	 */
	public ClientMetadata askedBeside(ClientMetadata requested, ClientMetadata granted) {
		Map<String, Object> asked = new LinkedHashMap<>();
		int room = Limits.ASKED;
		for (Map.Entry<String, Object> member : requested.asMap().entrySet()) {
			String name = member.getKey();
			if (!isSame(name, member.getValue(), granted.get(name)) && name.length() <= Limits.ASKED_NAME
					&& this.members.containsKey(untagged(name))) {
				int length = name.length() + member.getValue().toString().length();
				if (length <= room) {
					asked.put(name, member.getValue());
					room -= length;
				}
			}
		}
		return asked.isEmpty() ? ClientMetadata.empty() : ClientMetadata.of(asked);
	}

	/**
	 * Whether two values of a member say the same: the order of scopes and of elements
	 * says nothing.
	 * @param name the member's name
	 * @param value a value, or {@code null} for none
	 * @param other another one, or {@code null} for none
	 * @return whether they do
	 */
	public static boolean isSame(String name, @Nullable Object value, @Nullable Object other) {
		return Objects.equals(value, other)
				|| (value != null && other != null && unordered(name, value).equals(unordered(name, other)));
	}

	/**
	 * Return a value without its order.
	 * @param name the member's name
	 * @param value its value
	 * @return the set of scopes or elements, or else the value
	 */
	public static Object unordered(String name, Object value) {
		if (name.equals("scope") && value instanceof String scope) {
			return new LinkedHashSet<>(List.of(scope.split(" ")));
		}
		return (value instanceof List<?> list) ? new LinkedHashSet<>(list) : value;
	}

	/**
	 * Return the name of a member without its language tag (RFC 7591 §2.2).
	 * @param name the name of a member as sent
	 * @return the same name if there is no tag
	 */
	public static String untagged(String name) {
		int hash = name.indexOf('#');
		return (hash >= 0) ? name.substring(0, hash) : name;
	}

	/**
	 * Find the entry for a member as sent, with or without a language tag.
	 * @return the entry, or {@code null} if nobody here knows the member
	 */
	@Nullable ClientMetadataMember find(String name) {
		String untagged = untagged(name);
		ClientMetadataMember member = this.members.get(untagged);
		if (member == null || name.equals(untagged)) {
			return member;
		}
		if (!member.localizable()) {
			return null;
		}
		String tag = name.substring(untagged.length() + 1);
		if (tag.length() >= Limits.LANGUAGE_TAG || !LANGUAGE_TAG.matcher(tag).matches()) {
			throw RegistrationException.invalidMetadata(name, "The language tag of " + Quoted.of(name)
					+ " must be a BCP 47 tag, such as " + member.name() + "#fr");
		}
		return member;
	}

}
