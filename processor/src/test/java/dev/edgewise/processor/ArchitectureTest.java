package dev.edgewise.processor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rooms of the processor and their doors: scan, model, check, write. */
final class ArchitectureTest {
  private static final String ROOT = "dev.edgewise.processor";

  private static JavaClasses processor;

  @BeforeAll
  static void read() {
    processor =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);
  }

  @Test
  void only_scan_knows_the_elements_and_types_of_the_compiler() {
    noClasses()
        .that()
        .resideInAnyPackage(
            ROOT + ".model..", ROOT + ".check..", ROOT + ".lock..", ROOT + ".diag..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("javax.lang.model..", "javax.annotation.processing..", "javax.tools..")
        .check(processor);
  }

  @Test
  void writing_borrows_no_more_of_the_compiler_than_javapoet_asks_for() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".emit..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "javax.lang.model.type..",
            "javax.lang.model.util..",
            "javax.annotation.processing..",
            "javax.tools..")
        .check(processor);
  }

  @Test
  void only_writing_knows_protobuf_and_javapoet() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".emit..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.google.protobuf..", "com.palantir.javapoet..")
        .check(processor);
  }

  @Test
  void writing_does_not_know_checking() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".emit..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + ".check..", ROOT + ".scan..", ROOT + ".lock..", ROOT + ".diag..")
        .check(processor);
  }

  @Test
  void the_model_knows_nothing_but_the_annotations() {
    classes()
        .that()
        .resideInAPackage(ROOT + ".model..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            ROOT + ".model..", "dev.edgewise.annotations..", "java..", "org.jspecify..")
        .check(processor);
  }

  @Test
  void nothing_knows_the_modules_that_generated_code_names() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.edgewise.sdk..", "dev.edgewise.core..", "dev.edgewise.proto..")
        .check(processor);
  }

  @Test
  void packages_are_free_of_circles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(processor);
  }
}
