package org.aihf;

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
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/** The lines between the packages of core. */
@AnalyzeClasses(packages = "org.aihf", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String LOOP = "org\\.aihf\\.(Aihf|BestCheckpoint).*";

  /** The loop, its seams and the mathematics are plain Java; so is the checkpoint format. */
  @ArchTest
  static final ArchRule onlyTheTorchPackageKnowsTheEngine =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.aihf.torch")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.djl..", "org.pytorch..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("org.aihf.(**)").should().beFreeOfCycles();

  /**
   * The root package holds the loop, which uses everything, and a vocabulary that all may use; only
   * the recipes' section of it puts a listener to work.
   */
  @ArchTest
  static final ArchRule nothingDependsOnTheLoop =
      noClasses()
          .that()
          .resideInAPackage("org.aihf.*..")
          .and()
          .resideOutsideOfPackage("org.aihf.run.best")
          .should()
          .dependOnClassesThat()
          .haveNameMatching(LOOP);

  @ArchTest
  static final ArchRule theVocabularyDependsOnNothing =
      noClasses()
          .that()
          .resideInAPackage("org.aihf")
          .and()
          .haveNameNotMatching(LOOP)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.aihf.*..");

  @ArchTest
  static final ArchRule internalPackagesAreNobodyElses =
      classes().should(useOnlyTheirOwnInternals()).allowEmptyShould(true);

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

  @ArchTest
  static final ArchRule randomnessComesFromRandomStream =
      noClasses()
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Random.class, ThreadLocalRandom.class, java.security.SecureRandom.class)
          .orShould()
          .callMethod(Math.class, "random");
}
