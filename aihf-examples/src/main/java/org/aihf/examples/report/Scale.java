package org.aihf.examples.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A linear axis.
 *
 * @param low least value shown
 * @param high greatest value shown; above {@code low}
 * @param from pixel of {@code low}
 * @param to pixel of {@code high}
 */
record Scale(double low, double high, double from, double to) {
  /** Covers the values with a little air at both ends. */
  static Scale covering(double low, double high, double air, double from, double to) {
    if (!(high > low)) {
      double around = Math.max(Math.abs(low) * 0.1, 0.5);
      return new Scale(low - around, low + around, from, to);
    }
    double margin = (high - low) * air;
    return new Scale(low - margin, high + margin, from, to);
  }

  double at(double value) {
    return from + (value - low) / (high - low) * (to - from);
  }

  /** Round values across the axis, about {@code wanted} of them. */
  List<Double> ticks(int wanted) {
    double step = step(wanted);
    List<Double> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /** A tick in as many decimals as tell it from its neighbours. */
  String label(double tick, int wanted) {
    int decimals = (int) Math.max(0, Math.ceil(-Math.log10(step(wanted)) - 1e-9));
    String text = String.format(Locale.ROOT, "%,." + decimals + "f", tick == 0 ? 0 : tick);
    return text.replace(',', '\u202f').replace('-', '\u2212');
  }

  private double step(int wanted) {
    double raw = (high - low) / Math.max(1, wanted);
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double ratio = raw / power;
    return power * (ratio < 1.5 ? 1 : ratio < 3.5 ? 2 : ratio < 7.5 ? 5 : 10);
  }
}
