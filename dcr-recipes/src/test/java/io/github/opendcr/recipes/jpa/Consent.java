package io.github.opendcr.recipes.jpa;

import java.io.Serializable;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;

/**
 * What a user consented to.
 */
@Entity
@Table(name = "consents")
@IdClass(Consent.Key.class)
class Consent {

	@Id
	private String registeredClientId;

	@Id
	private String principalName;

	@Column(length = 1000)
	private String authorities;

	static Consent of(OAuth2AuthorizationConsent consent) {
		Consent row = new Consent();
		row.registeredClientId = consent.getRegisteredClientId();
		row.principalName = consent.getPrincipalName();
		row.authorities = String.join(",", AuthorityUtils.authorityListToSet(consent.getAuthorities()));
		return row;
	}

	OAuth2AuthorizationConsent toConsent() {
		return OAuth2AuthorizationConsent.withId(this.registeredClientId, this.principalName)
			.authorities((authorities) -> authorities
				.addAll(AuthorityUtils.commaSeparatedStringToAuthorityList(this.authorities)))
			.build();
	}

	/**
	 * One consent for each client and user.
	 */
	record Key(String registeredClientId, String principalName) implements Serializable {
	}

}
