package org.aihf.examples.paper;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.aihf.examples.paper.Chart.Ink;
import org.aihf.run.AtomicFiles;
import org.aihf.run.Progress;
import org.aihf.tabular.TheoremStudy;
import org.aihf.tabular.TheoremStudy.Point;
import org.aihf.tabular.TheoremStudy.Series;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./aihf paper theorem}: the two averages of Theorem 4.1 against K. */
@Command(
    name = "theorem",
    description = {
      "Theorem 4.1: both averages (23a), (23b) against the number of iterations K,",
      "on a small Markov decision process where everything else is exact.",
      "",
      "Writes theorem.csv, theorem-policy.png (23a) and theorem-gradient.png (23b)."
    })
final class TheoremCommand implements Callable<Integer> {
  @Mixin private PaperOptions options = new PaperOptions();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = "runs/paper/theorem",
      description = "Where to write; default: ${DEFAULT-VALUE}.")
  private Path output;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      defaultValue = "20",
      description = "Independent runs per K; default: ${DEFAULT-VALUE}.")
  private int repeats;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    TheoremStudy setting = TheoremStudy.DEFAULT;
    TheoremStudy study =
        new TheoremStudy(
            setting.alpha(), setting.sigma(), setting.horizons(), PaperOptions.repeats(repeats));
    TheoremStudy.Result result;
    try (Progress progress = Progress.start("Theorem 4.1", study.totalIterations())) {
      result = study.run(options.seed(), progress);
    }
    PrintWriter out = spec.commandLine().getOut();
    TextTable csv =
        new TextTable("step_size", "K", "policy_gap", "policy_gap_sd", "gradient", "gradient_sd");
    for (Series series : List.of(result.asProved(), result.asPrinted())) {
      print(out, series);
      for (Point p : series.points()) {
        csv.row(
            series.stepSize(),
            p.iterations(),
            p.policyGap(),
            p.policyGapDeviation(),
            p.gradient(),
            p.gradientDeviation());
      }
    }
    out.println(verdict(result));
    AtomicFiles.write(output.resolve("theorem.csv"), csv.csv());
    chart(result, "(23a): mean ‖log π_k+1 − log π_θk‖", Point::policyGap)
        .write(output.resolve("theorem-policy.png"));
    chart(result, "(23b): mean ‖∇L(θ_k)‖²", Point::gradient)
        .write(output.resolve("theorem-gradient.png"));
    out.println("Written to " + output.toAbsolutePath());
    return 0;
  }

  private static void print(PrintWriter out, Series series) {
    TextTable table = new TextTable("K", "(23a) policy gap", "(23b) squared gradient");
    for (Point p : series.points()) {
      table.row(
          p.iterations(),
          short3(p.policyGap()) + " ± " + short3(p.policyGapDeviation()),
          short3(p.gradient()) + " ± " + short3(p.gradientDeviation()));
    }
    table.row("power of K", two(series.policyGapExponent()), two(series.gradientExponent()));
    out.println("Step size " + series.stepSize() + ", mean ± standard deviation over runs");
    out.println(table);
  }

  private static String verdict(TheoremStudy.Result result) {
    Series proved = result.asProved();
    boolean holds =
        proved.policyGapExponent() <= result.promised()
            && proved.gradientExponent() <= result.promised();
    return String.format(
        Locale.ROOT,
        """
        The paper: with sigma = 1/2 both fall as O(K^%.2f). Here they fall as K^%.2f and K^%.2f: that %s.
        The step size as printed, alpha0 / K^2, is a misprint of the proof's alpha0 / K^sigma: with it
        the reward hardly moves and the squared gradient goes as K^%.2f.
        """,
        result.promised(),
        proved.policyGapExponent(),
        proved.gradientExponent(),
        holds ? "holds" : "does not hold",
        result.asPrinted().gradientExponent());
  }

  private static Chart chart(
      TheoremStudy.Result result, String title, ToDoubleFunction<Point> value) {
    double[] k = result.asProved().points().stream().mapToDouble(Point::iterations).toArray();
    double[] proved = result.asProved().points().stream().mapToDouble(value).toArray();
    double[] printed = result.asPrinted().points().stream().mapToDouble(value).toArray();
    double[] promised = new double[k.length];
    for (int i = 0; i < k.length; i++) {
      promised[i] = proved[0] * Math.pow(k[i] / k[0], result.promised());
    }
    return new Chart("Theorem 4.1, " + title, "iterations K", "average over k < K")
        .logarithmic()
        .points("step size " + result.asProved().stepSize(), k, proved, Ink.ORANGE)
        .points("as printed: " + result.asPrinted().stepSize(), k, printed, Ink.GREY)
        .dashes("promised K^" + result.promised(), k, promised, Ink.BLACK);
  }

  private static String short3(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }

  private static String two(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
