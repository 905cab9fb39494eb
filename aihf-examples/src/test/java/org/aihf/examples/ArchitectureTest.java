package org.aihf.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** The lines between the packages of all modules; core draws more within itself. */
@AnalyzeClasses(packages = "org.aihf", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("org.aihf.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule internalPackagesAreNobodyElses =
      classes().should(useOnlyTheirOwnInternals());

  @ArchTest
  static final ArchRule librariesDoNotKnowTheExamples =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.aihf.examples..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.aihf.examples..");

  @ArchTest
  static final ArchRule onlyTheCommandLineKnowsPicocli =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.aihf.examples..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");

  /** The module is not there in every JVM, and will have another name one day. */
  @ArchTest
  static final ArchRule onePackageKnowsTheIncubatingVectors =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.aihf.mujoco.vector")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jdk.incubator..");

  @ArchTest
  static final ArchRule languageModelsAndControlAreStrangers =
      noClasses()
          .that()
          .resideInAPackage("org.aihf.llm..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.aihf.mujoco..");

  /** A class in a.internal.. may be used below a, and nowhere else. */
  private static ArchCondition<JavaClass> useOnlyTheirOwnInternals() {
    return new ArchCondition<>("use only their own internal packages") {
      @Override
      public void check(JavaClass origin, ConditionEvents events) {
        for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
          String target = dependency.getTargetClass().getPackageName();
          int internal = (target + ".").indexOf(".internal.");
          if (target.startsWith("org.aihf.") && internal >= 0) {
            String owner = target.substring(0, internal);
            if (!(origin.getPackageName() + ".").startsWith(owner + ".")) {
              events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
            }
          }
        }
      }
    };
  }
}
