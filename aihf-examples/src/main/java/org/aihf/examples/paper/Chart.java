package org.aihf.examples.paper;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;
import org.aihf.UserError;
import org.aihf.run.AtomicFiles;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Lines with bands of spread, as a PNG. */
final class Chart {
  /** Told apart by colour-blind readers too (Okabe and Ito). */
  enum Ink {
    BLUE(0x0072B2),
    ORANGE(0xD55E00),
    GREEN(0x009E73),
    BLACK(0x222222),
    GREY(0x999999);

    private final Color color;

    Ink(int rgb) {
      color = new Color(rgb);
    }
  }

  private final XYChart chart;

  Chart(String title, String xTitle, String yTitle) {
    chart =
        new XYChartBuilder()
            .width(1000)
            .height(600)
            .title(title)
            .xAxisTitle(xTitle)
            .yAxisTitle(yTitle)
            .build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setPlotBorderVisible(false);
    chart.getStyler().setPlotGridLinesColor(new Color(0xE5E5E5));
    chart.getStyler().setLegendBorderColor(Color.WHITE);
    chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(org.knowm.xchart.style.Styler.LegendLayout.Horizontal);
  }

  Chart logarithmic() {
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setXAxisDecimalPattern("#");
    return this;
  }

  Chart yRange(double min, double max) {
    chart.getStyler().setYAxisMin(min);
    chart.getStyler().setYAxisMax(max);
    return this;
  }

  Chart line(String name, double[] x, double[] y, Ink ink) {
    style(chart.addSeries(name, x, y), ink, SeriesMarkers.NONE, new BasicStroke(2.5f));
    return this;
  }

  Chart points(String name, double[] x, double[] y, Ink ink) {
    style(chart.addSeries(name, x, y), ink, SeriesMarkers.CIRCLE, new BasicStroke(2f));
    return this;
  }

  Chart dashes(String name, double[] x, double[] y, Ink ink) {
    float[] dash = {7, 5};
    style(
        chart.addSeries(name, x, y),
        ink,
        SeriesMarkers.NONE,
        new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dash, 0));
    return this;
  }

  /** The area between two curves, in a light shade and without a legend entry. */
  Chart band(String name, double[] x, double[] low, double[] high, Ink ink) {
    int n = x.length;
    double[] around =
        IntStream.range(0, 2 * n).mapToDouble(i -> i < n ? x[i] : x[2 * n - 1 - i]).toArray();
    double[] edge =
        IntStream.range(0, 2 * n).mapToDouble(i -> i < n ? high[i] : low[2 * n - 1 - i]).toArray();
    XYSeries series = chart.addSeries(name + " band", around, edge);
    Color shade = new Color(ink.color.getRed(), ink.color.getGreen(), ink.color.getBlue(), 50);
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
    series.setFillColor(shade);
    series.setLineColor(new Color(0, 0, 0, 0));
    series.setMarker(SeriesMarkers.NONE);
    series.setShowInLegend(false);
    return this;
  }

  /**
   * @throws UserError if Java cannot draw text here, with the remedy
   */
  void write(Path file) {
    byte[] png;
    try {
      png = BitmapEncoder.getBitmapBytes(chart, BitmapFormat.PNG);
    } catch (IOException e) {
      throw new IllegalStateException("a PNG in memory cannot fail", e);
    } catch (RuntimeException | InternalError | LinkageError e) {
      if (!String.valueOf(e).toLowerCase(Locale.ROOT).contains("font") && !(e instanceof Error)) {
        throw e;
      }
      throw new UserError(
          "cannot draw %s: Java found no fonts (%s); install fontconfig and a font (Debian: apt install fontconfig fonts-dejavu-core)"
              .formatted(file, e),
          e);
    }
    AtomicFiles.write(file, out -> out.write(png));
  }

  private static void style(XYSeries series, Ink ink, Marker marker, BasicStroke stroke) {
    series.setLineColor(ink.color);
    series.setMarkerColor(ink.color);
    series.setMarker(marker);
    series.setLineStyle(stroke);
  }
}
