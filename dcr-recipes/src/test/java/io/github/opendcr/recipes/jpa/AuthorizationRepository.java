package io.github.opendcr.recipes.jpa;

import java.time.Instant;

import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.transaction.annotation.Transactional;

interface AuthorizationRepository extends JpaRepository<Authorization, String> {

	Authorization findByState(String state);

	@Query("select a from Authorization a join a.tokens t where t.value = :token and (:type is null or key(t) = :type)")
	Authorization findByToken(String token, String type);

	@Query("""
			select count(a) from Authorization a join a.tokens t where a.registeredClientId = :registeredClientId
			and key(t) <> 'id_token' and t.expiresAt > :now""")
	long countUnexpired(String registeredClientId, Instant now);

	@Modifying
	@Transactional
	@Query("delete from Authorization a where a.registeredClientId = :registeredClientId")
	void deleteByRegisteredClientId(String registeredClientId);

}
