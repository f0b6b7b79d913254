package dev.kafkamirror.replicator;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.record.TimestampType;

/** What may depend on what in the engine. */
@AnalyzeClasses(packages = "dev.kafkamirror.replicator", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  /** kafka-clients' packages with published Javadoc: what upgrades keep compatible. */
  private static final DescribedPredicate<JavaClass> PUBLIC_KAFKA =
      resideInAnyPackage(
          "org.apache.kafka.clients.admin",
          "org.apache.kafka.clients.consumer",
          "org.apache.kafka.clients.producer",
          "org.apache.kafka.common",
          "org.apache.kafka.common.acl",
          "org.apache.kafka.common.annotation",
          "org.apache.kafka.common.config",
          "org.apache.kafka.common.config.types",
          "org.apache.kafka.common.errors",
          "org.apache.kafka.common.header",
          "org.apache.kafka.common.metrics",
          "org.apache.kafka.common.quota",
          "org.apache.kafka.common.resource",
          "org.apache.kafka.common.serialization",
          // MirrorMaker 2's plug-ins; for one package only, below.
          "org.apache.kafka.connect.mirror");

  /** Constants of property names that Kafka publishes nowhere else; what public classes return. */
  private static final Set<String> ALSO_ALLOWED =
      Set.of(CommonClientConfigs.class.getName(), TimestampType.class.getName());

  private static final DescribedPredicate<JavaClass> NON_PUBLIC_KAFKA =
      describe(
          "non-public classes of kafka-clients",
          c ->
              c.getPackageName().startsWith("org.apache.kafka.")
                  && !PUBLIC_KAFKA.test(c)
                  && !ALSO_ALLOWED.contains(c.getName()));

  @ArchTest
  static final ArchRule ONLY_WIRE_USES_NON_PUBLIC_KAFKA_CLASSES =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.kafkamirror.replicator.wire..")
          .should()
          .dependOnClassesThat(NON_PUBLIC_KAFKA)
          .because("an upgrade of kafka-clients should touch one package (design D6)");

  @ArchTest
  static final ArchRule ONLY_PLUGIN_USES_CLASSES_OF_MIRROR_MAKER =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.kafkamirror.replicator.plugin..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.kafka.connect..")
          .because("they are there for classes of the user's, the engine has its own");

  @ArchTest
  static final ArchRule ENGINE_KNOWS_NO_KUBERNETES =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.kafkamirror.operator..", "io.fabric8..", "io.javaoperatorsdk..")
          .because(
              "the engine also runs outside Kubernetes, and its image carries no Kubernetes"
                  + " client");

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("dev.kafkamirror.replicator.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule BATCHES_ARE_BYTES_AND_NOTHING_ELSE =
      classes()
          .that()
          .resideInAPackage("dev.kafkamirror.replicator.batch..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("dev.kafkamirror.replicator.batch..", "java..")
          .allowEmptyShould(true);
}
