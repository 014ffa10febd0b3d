package io.github.opendcr.recipes.jpa;

import org.springframework.data.jpa.repository.JpaRepository;

interface ClientRepository extends JpaRepository<Client, String> {

	Client findByClientId(String clientId);

}
