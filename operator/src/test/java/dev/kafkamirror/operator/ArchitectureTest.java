package dev.kafkamirror.operator;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.fabric8.kubernetes.client.CustomResource;

@AnalyzeClasses(packages = "dev.kafkamirror", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] PURE = {
    "..operator.observe..", "..operator.plan..", "..operator.status..", "..operator.validation.."
  };

  @ArchTest
  static final ArchRule THE_OPERATOR_KNOWS_NOTHING_OF_THE_ENGINE =
      noClasses()
          .that()
          .resideInAPackage("..operator..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.kafkamirror.replicator..", "org.apache.kafka..");

  /** {@code KafkaMirror} extends CustomResource, which is a model that lives among the client. */
  @ArchTest
  static final ArchRule DECISIONS_HAVE_NO_KUBERNETES_CLIENT =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.fabric8.kubernetes.client..")
                  .and(not(name(CustomResource.class.getName())))
                  .or(resideInAPackage("io.javaoperatorsdk..")));

  @ArchTest
  static final ArchRule DECISIONS_ARE_TOLD_THE_TIME =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(java.time.Clock.class);

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("dev.kafkamirror.operator.(*)..").should().beFreeOfCycles();
}
