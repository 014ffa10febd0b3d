package io.github.opendcr.keys;

import java.net.InetAddress;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

import javax.security.auth.x500.X500Principal;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;

/**
 * The members by which a client says what its certificate is issued to (RFC 8705 §2.1.2).
 *
 * @since 0.1.0
 */
public enum CertificateSubject {

	/**
	 * The subject's distinguished name, in the form of RFC 4514.
	 */
	DISTINGUISHED_NAME("tls_client_auth_subject_dn", 0) {

		@Override
		public boolean isValid(String value) {
			try {
				return !new X500Principal(value).getName().isEmpty();
			}
			catch (IllegalArgumentException ex) {
				return false; // no distinguished name
			}
		}

		@Override
		boolean matches(X509Certificate certificate, String value) {
			// compared as names, not as texts: neither blanks nor case nor order of types
			return certificate.getSubjectX500Principal().equals(new X500Principal(value));
		}

	},

	/**
	 * A dNSName of the subject alternative names.
	 */
	DNS("tls_client_auth_san_dns", 2) {

		@Override
		public boolean isValid(String value) {
			return HOST.matcher(value).matches();
		}

		@Override
		boolean isSame(String name, String value) {
			return name.equalsIgnoreCase(value);
		}

	},

	/**
	 * A uniformResourceIdentifier of the subject alternative names.
	 */
	URI("tls_client_auth_san_uri", 6) {

		@Override
		public boolean isValid(String value) {
			try {
				return new java.net.URI(value).isAbsolute();
			}
			catch (URISyntaxException ex) {
				return false; // no URI
			}
		}

	},

	/**
	 * An iPAddress of the subject alternative names.
	 */
	IP("tls_client_auth_san_ip", 7) {

		@Override
		public boolean isValid(String value) {
			return IP_LITERAL.matcher(value).matches() && address(value) != null;
		}

		@Override
		boolean isSame(String name, String value) {
			InetAddress address = address(value);
			return address != null && address.equals(address(name));
		}

	},

	/**
	 * An rfc822Name of the subject alternative names.
	 */
	EMAIL("tls_client_auth_san_email", 1) {

		@Override
		public boolean isValid(String value) {
			return value.indexOf('@') > 0 && value.indexOf('@') < value.length() - 1;
		}

	};

	private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,251}[A-Za-z0-9])?");

	private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])";

	// nothing that a look-up could be made of, as Java would of 1.2.3.256
	private static final Pattern IP_LITERAL = Pattern
		.compile("(?:" + OCTET + "\\.){3}" + OCTET + "|[0-9A-Fa-f:]{0,39}:[0-9A-Fa-f:.]{0,39}");

	private final String member;

	private final int alternativeNameType;

	CertificateSubject(String member, int alternativeNameType) {
		this.member = member;
		this.alternativeNameType = alternativeNameType;
	}

	/**
	 * Return the name of the member.
	 * @return the name
	 */
	public String member() {
		return this.member;
	}

	/**
	 * Whether a certificate could be issued to the value.
	 * @param value the member's value
	 * @return {@code true} if it is of the form that the member has
	 */
	public abstract boolean isValid(String value);

	/**
	 * Whether the certificate is issued to what the client registered. That it was issued
	 * by somebody who is trusted is for the caller to know.
	 * @param certificate the client's certificate
	 * @param metadata what is registered
	 * @return {@code true} if so; {@code false} if nothing is registered, too
	 */
	public static boolean matches(X509Certificate certificate, ClientMetadata metadata) {
		for (CertificateSubject subject : values()) {
			String value = metadata.getString(subject.member);
			if (value != null) {
				return subject.matches(certificate, value);
			}
		}
		return false;
	}

	boolean matches(X509Certificate certificate, String value) {
		try {
			Collection<List<?>> names = certificate.getSubjectAlternativeNames();
			return names != null && names.stream()
				.anyMatch((name) -> Integer.valueOf(this.alternativeNameType).equals(name.get(0))
						&& name.get(1) instanceof String text && isSame(text, value));
		}
		catch (CertificateParsingException ex) {
			return false; // names that can't be read match nothing
		}
	}

	boolean isSame(String name, String value) {
		return name.equals(value);
	}

	private static @Nullable InetAddress address(String literal) {
		try {
			return InetAddress.getByName(literal);
		}
		catch (UnknownHostException ex) {
			return null; // no address
		}
	}

}
