package dev.edgewise.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** What core may lean on. */
class CoreStandsAloneTest {
  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.edgewise.core");

  @Test
  void core_needs_only_the_annotations_jspecify_and_the_jdk() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.edgewise.core..", "dev.edgewise.annotations", "org.jspecify..", "java..")
        .check(CORE);
  }

  @Test
  void only_the_system_clock_reads_the_time() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.edgewise.core.SystemClock")
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .check(CORE);
  }

  @Test
  void the_router_uses_no_clock_no_chance_and_no_thread() {
    noClasses()
        .that()
        .resideInAPackage("dev.edgewise.core.router..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Random")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.SplittableRandom")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("dev.edgewise.core.Clock")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.concurrent..", "java.util.random..", "java.time.chrono..")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Thread.class)
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(ThreadLocalRandom.class)
        .check(CORE);
  }

  @Test
  void the_packages_of_core_have_no_cycles() {
    slices().matching("dev.edgewise.core.(*)..").should().beFreeOfCycles().check(CORE);
  }
}
