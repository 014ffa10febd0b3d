package io.github.opendcr.recipes.jpa;

import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.transaction.annotation.Transactional;

interface AuthorizationRepository extends JpaRepository<Authorization, String> {

	Authorization findByState(String state);

	@Query("select a from Authorization a join a.tokens t where t.value = :token and (:type is null or key(t) = :type)")
	Authorization findByToken(String token, String type);

	@Modifying
	@Transactional
	@Query("delete from Authorization a where a.registeredClientId = :registeredClientId")
	void deleteByRegisteredClientId(String registeredClientId);

}
