package org.aihf.examples.paper;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.aihf.examples.paper.Chart.Ink;
import org.aihf.run.AtomicFiles;
import org.aihf.tabular.LimitedCoverage;
import org.aihf.tabular.LimitedCoverage.Band;
import org.aihf.tabular.TwoActions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./aihf paper static}: Examples 1 and 2 of A.3.3, Fig. 9. */
@Command(
    name = "static",
    description = {
      "The static case (Section 3.4, A.3.3): Example 1, Example 2 and Fig. 9.",
      "",
      "Writes example1.csv, example1-variance.csv, fig9.csv and fig9.png."
    })
final class StaticCommand implements Callable<Integer> {
  private static final int VARIANCE_REPEATS = 100_000;

  @Mixin private PaperOptions options = new PaperOptions();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = "runs/paper/static",
      description = "Where to write; default: ${DEFAULT-VALUE}.")
  private Path output;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      defaultValue = "100",
      description = "Data sets drawn for Fig. 9; default: ${DEFAULT-VALUE}, the paper's.")
  private int repeats;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    int checked = PaperOptions.repeats(repeats);
    PrintWriter out = spec.commandLine().getOut();
    example1(out, TwoActions.run(options.seed(), VARIANCE_REPEATS));
    LimitedCoverage paper = LimitedCoverage.PAPER;
    LimitedCoverage setting =
        new LimitedCoverage(
            paper.actions(), paper.covered(), paper.demonstrations(), paper.perPair(), checked);
    figure9(out, setting.run(options.seed()));
    out.println("Written to " + output.toAbsolutePath());
    return 0;
  }

  private void example1(PrintWriter out, TwoActions.Result result) {
    TextTable estimates = new TextTable("data", "SFT", "preferences", "RLHF", "AIHF");
    for (TwoActions.Estimates e : result.estimates()) {
      estimates.row(
          e.dataSet(), four(e.sft()), four(e.preference()), four(e.rlhf()), four(e.aihf()));
    }
    out.println(
        "Example 1, probability of action 1 (true: 0.5; the paper: RLHF 0.6, AIHF 56/110 = 0.5091)");
    out.println(estimates);
    TextTable spreads = new TextTable("estimator", "mean", "variance", "the paper's formula");
    for (TwoActions.Spread s : result.spreads()) {
      spreads.row(
          s.estimator(),
          four(s.mean()),
          six(s.variance()),
          Double.isNaN(s.predictedVariance()) ? "none" : six(s.predictedVariance()));
    }
    out.printf(
        "Its spread over %,d data sets of %d demonstrations and %d preferences%n",
        VARIANCE_REPEATS, result.demonstrations(), result.preferences());
    out.println(spreads);
    AtomicFiles.write(output.resolve("example1.csv"), estimates.csv());
    AtomicFiles.write(output.resolve("example1-variance.csv"), spreads.csv());
  }

  private void figure9(PrintWriter out, LimitedCoverage.Result result) {
    LimitedCoverage setting = result.setting();
    TextTable summary =
        new TextTable("policy", "weight of uncovered actions", "total variation to the truth");
    summary.row("truth", four(result.uncoveredTruth()), "0");
    for (Band band : result.methods()) {
      summary.row(
          band.method(),
          four(band.uncoveredMass()) + " ± " + four(band.uncoveredMassDeviation()),
          four(band.totalVariation()) + " ± " + four(band.totalVariationDeviation()));
    }
    out.printf(
        "Example 2 and Fig. 9: %d demonstrations of actions 1 to %d of %d, %d preferences a pair, mean ± standard deviation of %d repeats%n",
        setting.demonstrations(),
        setting.covered(),
        setting.actions(),
        setting.perPair(),
        setting.repeats());
    out.println(summary);
    out.println(verdict(result));
    AtomicFiles.write(output.resolve("fig9.csv"), perAction(result).csv());
    chart(result).write(output.resolve("fig9.png"));
  }

  /** The paper's claim below Fig. 9, against the numbers. */
  private static String verdict(LimitedCoverage.Result result) {
    Band rlhf = result.methods().get(1);
    Band aihf = result.methods().get(2);
    double missing = result.uncoveredTruth() - aihf.uncoveredMass();
    boolean holds =
        rlhf.uncoveredMass() < 0.01 * result.uncoveredTruth()
            && Math.abs(missing) < 0.1 * result.uncoveredTruth();
    return String.format(
        Locale.ROOT,
        """
        The paper: SFT and RLHF move the weight of uncovered actions to covered ones, AIHF does not.
        Here that %s: RLHF leaves them %.1f %% of their true weight, AIHF %.1f %%.
        """,
        holds ? "holds" : "does not hold",
        100 * rlhf.uncoveredMass() / result.uncoveredTruth(),
        100 * aihf.uncoveredMass() / result.uncoveredTruth());
  }

  private static TextTable perAction(LimitedCoverage.Result result) {
    TextTable table =
        new TextTable("action", "truth", "method", "mean", "low5", "median", "high95");
    for (Band band : result.methods()) {
      for (int i = 0; i < result.truth().length; i++) {
        table.row(
            i + 1,
            result.truth()[i],
            band.method(),
            band.mean()[i],
            band.low()[i],
            band.median()[i],
            band.high()[i]);
      }
    }
    return table;
  }

  private static Chart chart(LimitedCoverage.Result result) {
    double[] action = IntStream.rangeClosed(1, result.truth().length).asDoubleStream().toArray();
    Chart chart =
        new Chart(
            "Fig. 9: demonstrations cover actions 1 to " + result.setting().covered(),
            "action",
            "probability (mean, 5 % to 95 % of repeats)");
    Ink[] inks = {Ink.GREEN, Ink.BLUE, Ink.ORANGE};
    double top = 0;
    for (int m = 0; m < inks.length; m++) {
      Band band = result.methods().get(m);
      chart.band(band.method(), action, band.low(), band.high(), inks[m]);
      if (band.method().equals("RLHF")) { // Nearly hides SFT's: dashes let both be seen.
        chart.dashes(band.method(), action, band.mean(), inks[m]);
      } else {
        chart.line(band.method(), action, band.mean(), inks[m]);
      }
      top =
          Math.max(
              top,
              IntStream.range(0, action.length).mapToDouble(i -> band.high()[i]).max().orElse(0));
    }
    double edge = result.setting().covered() + 0.5;
    return chart
        .dashes("truth", action, result.truth(), Ink.BLACK)
        .dashes(
            "end of coverage", new double[] {edge, edge}, new double[] {0, 1.05 * top}, Ink.GREY)
        .yRange(0, 1.05 * top);
  }

  private static String four(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static String six(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }
}
