package io.github.opendcr.recipes.jpa;

import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.transaction.annotation.Transactional;

interface ConsentRepository extends JpaRepository<Consent, Consent.Key> {

	boolean existsByRegisteredClientId(String registeredClientId);

	@Modifying
	@Transactional
	@Query("delete from Consent c where c.registeredClientId = :registeredClientId")
	void deleteByRegisteredClientId(String registeredClientId);

}
