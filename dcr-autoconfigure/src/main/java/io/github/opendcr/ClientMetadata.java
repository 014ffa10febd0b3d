package io.github.opendcr;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What a client says about itself, or what it was granted of that: the members of a
 * registration request in the order in which they came, localized ones
 * ({@code client_name#fr}) included. Values are what JSON has: {@link String},
 * {@link Boolean}, {@link Number}, {@link List} and {@link Map}; a member without a value
 * ({@code null}, {@code ""}, {@code []}) is a member that isn't there, unless it is
 * {@code response_types}, which may be granted as the empty list.
 * <p>
 * Immutable and safe for use by several threads: every {@code with…} returns a new value.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-2">RFC 7591 §2</a>
 */
public final class ClientMetadata {

	private static final ClientMetadata EMPTY = new ClientMetadata(new LinkedHashMap<>());

	private final LinkedHashMap<String, Object> members;

	private ClientMetadata(LinkedHashMap<String, Object> members) {
		this.members = members;
	}

	/**
	 * Return metadata with no member.
	 * @return the empty metadata
	 */
	public static ClientMetadata empty() {
		return EMPTY;
	}

	/**
	 * Return metadata with the given members.
	 * @param members names and values, of which {@code null} is none; nested lists and
	 * maps must not change later
	 * @return the metadata, in the map's order
	 */
	public static ClientMetadata of(Map<String, ?> members) {
		LinkedHashMap<String, Object> present = new LinkedHashMap<>(members);
		present.values().removeIf(Objects::isNull);
		return new ClientMetadata(present);
	}

	/**
	 * Return all members.
	 * @return an unmodifiable map in order
	 */
	public Map<String, Object> asMap() {
		return Collections.unmodifiableMap(this.members);
	}

	/**
	 * Whether the member is there.
	 * @param name the member's name
	 * @return {@code true} if it has a value
	 */
	public boolean has(String name) {
		return this.members.containsKey(name);
	}

	/**
	 * Return the member's value.
	 * @param name the member's name
	 * @return the value, or {@code null} if the member isn't there
	 */
	public @Nullable Object get(String name) {
		return this.members.get(name);
	}

	/**
	 * Return the value of a member that is a string.
	 * @param name the member's name
	 * @return the value, or {@code null} if the member isn't there or is no string
	 */
	public @Nullable String getString(String name) {
		return (this.members.get(name) instanceof String string) ? string : null;
	}

	/**
	 * Return the value of a member that is an array of strings.
	 * @param name the member's name
	 * @return the values, empty if the member isn't there or is no array
	 */
	public List<String> getStrings(String name) {
		if (!(this.members.get(name) instanceof List<?> list)) {
			return List.of();
		}
		List<String> strings = new ArrayList<>(list.size());
		for (Object element : list) {
			if (element instanceof String string) {
				strings.add(string);
			}
		}
		return Collections.unmodifiableList(strings);
	}

	/**
	 * Return metadata in which the member has the value.
	 * @param name the member's name
	 * @param value the new value, never {@code null}; see {@link #without}
	 * @return new metadata, or this if the member has the value; the member keeps its
	 * place, or comes last
	 */
	public ClientMetadata with(String name, Object value) {
		if (value.equals(this.members.get(name))) {
			return this;
		}
		LinkedHashMap<String, Object> changed = new LinkedHashMap<>(this.members);
		changed.put(name, value);
		return new ClientMetadata(changed);
	}

	/**
	 * Return metadata without the member.
	 * @param name the member's name
	 * @return new metadata, or this if the member isn't there
	 */
	public ClientMetadata without(String name) {
		if (!has(name)) {
			return this;
		}
		LinkedHashMap<String, Object> changed = new LinkedHashMap<>(this.members);
		changed.remove(name);
		return new ClientMetadata(changed);
	}

	/**
	 * Return {@code redirect_uris}.
	 * @return the URIs as registered, empty if there are none
	 */
	public List<String> getRedirectUris() {
		return getStrings("redirect_uris");
	}

	/**
	 * Return {@code token_endpoint_auth_method}.
	 * @return the method; {@code client_secret_basic} if the member isn't there
	 */
	public String getTokenEndpointAuthMethod() {
		String method = getString("token_endpoint_auth_method");
		return (method != null) ? method : "client_secret_basic";
	}

	/**
	 * Return the methods by which the client may authenticate at the token endpoint: of a
	 * client that is known by its metadata document those of
	 * {@code token_endpoint_auth_methods_supported}, if it was granted several; of any
	 * other one {@code token_endpoint_auth_method}.
	 * @return one method at least; a client that may choose {@code none} is a public one
	 */
	public List<String> getTokenEndpointAuthMethods() {
		List<String> methods = getStrings("token_endpoint_auth_methods_supported");
		return methods.isEmpty() ? List.of(getTokenEndpointAuthMethod()) : methods;
	}

	/**
	 * Return {@code grant_types}.
	 * @return the grant types; {@code authorization_code} if the member isn't there
	 */
	public List<String> getGrantTypes() {
		return has("grant_types") ? getStrings("grant_types") : List.of("authorization_code");
	}

	/**
	 * Return {@code response_types}.
	 * @return the response types; {@code code} if the member isn't there
	 */
	public List<String> getResponseTypes() {
		return has("response_types") ? getStrings("response_types") : List.of("code");
	}

	/**
	 * Return {@code client_name}, the one without a language tag. It is the client's own
	 * word: escape it, and don't trust it (RFC 7591 §5).
	 * @return the name, or {@code null}
	 */
	public @Nullable String getClientName() {
		return getString("client_name");
	}

	/**
	 * Return {@code scope} as its values.
	 * @return the scope values in order, empty if there are none
	 */
	public Set<String> getScopes() {
		String scope = getString("scope");
		return (scope != null) ? new LinkedHashSet<>(Arrays.asList(scope.split(" "))) : Set.of();
	}

	/**
	 * Return metadata with the given {@code scope}.
	 * @param scopes the scope values; none takes the member away
	 * @return new metadata
	 */
	public ClientMetadata withScopes(Collection<String> scopes) {
		return scopes.isEmpty() ? without("scope") : with("scope", String.join(" ", scopes));
	}

	/**
	 * Return {@code post_logout_redirect_uris}.
	 * @return the URIs as registered, empty if there are none
	 */
	public List<String> getPostLogoutRedirectUris() {
		return getStrings("post_logout_redirect_uris");
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof ClientMetadata metadata && this.members.equals(metadata.members);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.members);
	}

	/**
	 * Return the names of the members; values may be personal.
	 * @return the names
	 */
	@Override
	public String toString() {
		return "ClientMetadata" + this.members.keySet();
	}

}
