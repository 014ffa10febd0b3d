package io.github.opendcr.wiring;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.github.opendcr.ClientMetadata;

import org.springframework.boot.convert.DurationUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rooms of the house, as agreed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchitectureTests {

	private static final String ROOT = "io.github.opendcr";

	/**
	 * What each room may import of the others, besides the root package.
	 */
	private static final Map<String, Set<String>> ROOMS = Map.ofEntries(
			room("actuate", "audit", "cimd", "idempotency", "limit", "lifecycle", "metadata", "quota", "server",
					"statement", "storage", "store", "token", "use", "web"),
			room("admission", "token"), room("audit", "limit", "pages", "statement", "token", "web"),
			room("cimd", "fetch", "keys", "lifecycle", "limit", "metadata", "policy", "registration", "server",
					"statement", "storage"),
			room("consent", "keys", "metadata"), room("fetch"), room("idempotency"), room("keys", "fetch"),
			room("lifecycle", "idempotency", "policy", "registration", "server", "storage", "use"),
			room("limit", "keys"), room("metadata", "keys"), room("pages", "consent", "keys"),
			room("policy", "metadata"), room("quota", "keys", "metadata"), room("resource"),
			room("registration", "fetch", "keys", "metadata", "policy", "secrets", "server", "statement", "storage",
					"subject"),
			room("secrets", "keys"),
			room("server", "consent", "fetch", "keys", "metadata", "pages", "resource", "secrets", "subject"),
			room("statement", "metadata"), room("storage", "quota", "server", "store"),
			room("store", "idempotency", "keys", "quota", "statement", "token", "use"), room("subject", "fetch"),
			room("token", "keys"), room("use"),
			room("web", "admission", "idempotency", "keys", "limit", "metadata", "registration", "secrets", "server",
					"storage"),
			room("autoconfigure", "actuate", "admission", "audit", "cimd", "consent", "fetch", "idempotency", "keys",
					"lifecycle", "limit", "metadata", "pages", "policy", "quota", "registration", "resource", "secrets",
					"server", "statement", "storage", "store", "subject", "token", "use", "web"));

	private final JavaClasses classes = new ClassFileImporter()
		.importUrl(ClientMetadata.class.getProtectionDomain().getCodeSource().getLocation());

	private static Map.Entry<String, Set<String>> room(String name, String... imports) {
		return Map.entry(name, Set.of(imports));
	}

	@Test
	void roomsThenAreThoseOfTheTable() {
		assertThat(this.classes.getPackage(ROOT).getSubpackages()).extracting(JavaPackage::getRelativeName)
			.containsExactlyInAnyOrderElementsOf(ROOMS.keySet());
	}

	@Test
	void rootWhenSpiThenDependsOnNoRoom() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage(ROOT)
			.should()
			.dependOnClassesThat()
			.resideInAPackage(ROOT + ".*..")
			.check(this.classes);
	}

	@Test
	void roomsWhenTheyImportThenOnlyWhatIsAgreed() {
		ROOMS.forEach((room, imports) -> {
			String[] others = ROOMS.keySet()
				.stream()
				.filter((other) -> !other.equals(room) && !imports.contains(other))
				.map((other) -> ROOT + "." + other + "..")
				.toArray(String[]::new);
			if (others.length > 0) {
				ArchRuleDefinition.noClasses()
					.that()
					.resideInAPackage(ROOT + "." + room + "..")
					.should()
					.dependOnClassesThat()
					.resideInAnyPackage(others)
					.check(this.classes);
			}
		});
	}

	@Test
	void roomsThenHaveNoCycles() {
		SlicesRuleDefinition.slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(this.classes);
	}

	@Test
	void roomsOfTheServerThenAreInLayers() {
		Architectures.layeredArchitecture()
			.consideringOnlyDependenciesInLayers()
			.layer("client")
			.definedBy(ROOT + ".server.client")
			.layer("chain")
			.definedBy(ROOT + ".server.chain")
			.layer("outage")
			.definedBy(ROOT + ".server.outage")
			.layer("authentication")
			.definedBy(ROOT + ".server.authentication")
			.layer("resource")
			.definedBy(ROOT + ".server.resource")
			.layer("token")
			.definedBy(ROOT + ".server.token")
			.layer("authorization")
			.definedBy(ROOT + ".server.authorization")
			.layer("discovery")
			.definedBy(ROOT + ".server.discovery")
			.layer("server")
			.definedBy(ROOT + ".server")
			.whereLayer("client")
			.mayNotAccessAnyLayer()
			.whereLayer("chain")
			.mayOnlyAccessLayers("client")
			.whereLayer("outage")
			.mayOnlyAccessLayers("client", "chain")
			.whereLayer("authentication")
			.mayOnlyAccessLayers("client", "chain")
			.whereLayer("resource")
			.mayOnlyAccessLayers("client", "chain")
			.whereLayer("token")
			.mayOnlyAccessLayers("client", "chain", "resource")
			.whereLayer("authorization")
			.mayOnlyAccessLayers("client", "chain", "outage", "resource", "token")
			.whereLayer("discovery")
			.mayOnlyAccessLayers("client", "chain")
			.check(this.classes);
	}

	@Test
	void bootsAutoConfigurationThenIsImportedByTheWiringAlone() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackages(ROOT + ".autoconfigure", ROOT + ".actuate", ROOT + ".fetch", ROOT + ".statement")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot..")
			.check(this.classes);
		ArchRuleDefinition.noClasses()
			.that()
			.resideInAnyPackage(ROOT + ".fetch", ROOT + ".statement")
			.should()
			.dependOnClassesThat(JavaClass.Predicates.resideInAPackage("org.springframework.boot..")
				.and(JavaClass.Predicates.resideOutsideOfPackage("org.springframework.boot.ssl")))
			.check(this.classes);
	}

	@Test
	void httpClientThenIsUsedByTheFetcherAlone() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackages(ROOT + ".autoconfigure", ROOT + ".fetch")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.apache.hc..", "org.springframework.web.client..", "java.net.http..")
			.check(this.classes);
	}

	@Test
	void actuatorThenIsKnownToItsRoomAndTheWiringAlone() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage(ROOT + ".actuate")
			.should()
			.dependOnClassesThat(JavaClass.Predicates.resideInAPackage("org.springframework.boot..")
				.and(JavaClass.Predicates.resideOutsideOfPackages("org.springframework.boot.actuate.audit..",
						"org.springframework.boot.actuate.endpoint..",
						"org.springframework.boot.actuate.autoconfigure.endpoint.condition",
						"org.springframework.boot.autoconfigure.condition",
						"org.springframework.boot.health.autoconfigure.contributor",
						"org.springframework.boot.health.contributor")))
			.check(this.classes);
	}

	@Test
	void springsInsidesThenAreKnownToTheServerRoomAlone() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackages(ROOT + ".server..", ROOT + ".autoconfigure")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.security.config..",
					"org.springframework.security.oauth2.server.authorization.authentication..",
					"org.springframework.security.oauth2.server.authorization.web..",
					"org.springframework.security.oauth2.server.authorization.oidc..")
			.check(this.classes);
	}

	@Test
	void reflectionThenIsUsedByTheServerRoomAlone() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackage(ROOT + ".server..")
			.and()
			// It reads records of ours
			.doNotHaveFullyQualifiedName(ROOT + ".autoconfigure.PropertyNames")
			.should()
			.dependOnClassesThat(
					DescribedPredicate.describe("reflect",
							(type) -> type.getPackageName().startsWith("java.lang.reflect") || Set
								.of("org.springframework.util.ReflectionUtils", "org.springframework.beans.BeanUtils")
								.contains(type.getName())))
			.check(this.classes);
	}

	@Test
	void servletsThenStayInFrontOfTheService() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideInAnyPackage(ROOT + ".metadata..", ROOT + ".policy..", ROOT + ".registration..", ROOT + ".store..",
					ROOT + ".admission..", ROOT + ".cimd..", ROOT + ".limit..", ROOT + ".quota..", ROOT + ".token..",
					ROOT + ".keys..", ROOT + ".fetch..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("jakarta.servlet..", "org.springframework.http..", "org.springframework.web.cors..",
					"org.springframework.web.filter..", "org.springframework.web.servlet..")
			.check(this.classes);
	}

	@Test
	void jdbcThenIsOptional() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackages(ROOT + ".store", ROOT + ".storage", ROOT + ".autoconfigure", ROOT + ".server..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.jdbc..", "java.sql..", "javax.sql..")
			.check(this.classes);
	}

	@Test
	void packagesThenAreNullMarked() {
		List<JavaPackage> unmarked = this.classes.stream()
			.map(JavaClass::getPackage)
			.distinct()
			.filter((room) -> !room.isAnnotatedWith(NullMarked.class))
			// Made of templates
			.filter((room) -> !room.getName().equals(ROOT + ".pages.template"))
			.toList();
		assertThat(unmarked).isEmpty();
	}

	@Test
	void namesThenSayWhatAThingIs() {
		ArchRuleDefinition.noClasses()
			.should()
			.haveNameMatching(".*(Helper|Util|Utils|Manager|Impl)")
			.orShould()
			.haveSimpleNameStartingWith("OAuth2ClientRegistration")
			.check(this.classes);
	}

	@Test
	void publicClassesThenAreFinalUnlessMadeForExtension() {
		ArchRuleDefinition.classes()
			.that()
			.arePublic()
			.and()
			.areNotInterfaces()
			.and()
			.areNotEnums()
			.and()
			.doNotHaveModifier(JavaModifier.ABSTRACT)
			.and(DescribedPredicate.describe("are not exceptions, properties or initializers",
					(type) -> !type.isAssignableTo(RuntimeException.class)
							&& !type.getSimpleName().equals("DcrJdbcProperties")
							&& !type.getSimpleName().equals("DcrDataSourceScriptDatabaseInitializer")))
			.should()
			.haveModifier(JavaModifier.FINAL)
			.check(this.classes);
	}

	@Test
	void stateThenIsNeverStaticAndNeverChanges() {
		ArchRuleDefinition.fields().that().areStatic().should().beFinal().check(this.classes);
	}

	@Test
	void propertyWhenDurationHasNoUnitThenSeconds() {
		ArchRuleDefinition.fields()
			.that()
			.haveRawType(Duration.class)
			.and()
			.areDeclaredInClassesThat()
			.haveNameMatching(".*Properties(\\$.*)?")
			.should()
			.beAnnotatedWith(DurationUnit.class)
			.check(this.classes);
	}

}
