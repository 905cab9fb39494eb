package org.aihf;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/** What holds between the packages, so that it stays so. */
@AnalyzeClasses(packages = "org.aihf", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule onlyTheEnginePackageKnowsDjl =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.aihf.torch..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl..");

  @ArchTest
  static final ArchRule theLoopAndTheMathematicsKnowNoEngine =
      noClasses()
          .that()
          .resideInAnyPackage(
              "org.aihf",
              "org.aihf.data..",
              "org.aihf.objective..",
              "org.aihf.policy..",
              "org.aihf.random..",
              "org.aihf.reward..",
              "org.aihf.rl..",
              "org.aihf.score..",
              "org.aihf.tabular..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.aihf.torch..", "ai.djl..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("org.aihf.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule randomnessComesFromRandomStream =
      noClasses()
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Random.class, ThreadLocalRandom.class, java.security.SecureRandom.class)
          .orShould()
          .callMethod(Math.class, "random");
}
