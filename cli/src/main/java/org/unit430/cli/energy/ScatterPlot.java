package org.unit430.cli.energy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A scatter plot as SVG. It is written here and not by a chart library because those lay text out
 * by the fonts of the machine that they run on, and the same data are to give the same bytes
 * anywhere.
 */
final class ScatterPlot {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 460;
  private static final int LEFT = 70;
  private static final int RIGHT = 20;
  private static final int TOP = 40;
  private static final int BOTTOM = 110;
  private static final int LEGEND_COLUMN = 225;
  private static final int LEGEND_COLUMNS = 3;

  /** Okabe and Ito's colours, which people tell apart whatever their sight. */
  private static final List<String> COLOURS =
      List.of("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000");

  /**
   * Points of one kind.
   *
   * @param name for the legend
   * @param points where they are
   */
  record Series(String name, List<Point> points) {}

  /**
   * A place, by the numbers of the axes.
   *
   * @param x to the right
   * @param y upwards
   */
  record Point(double x, double y) {}

  /**
   * An axis.
   *
   * @param title below or beside it
   * @param low its lower end
   * @param high its upper end
   * @param logarithmic whether equal ratios are equal lengths
   * @param ticks where it has a label
   */
  record Axis(String title, double low, double high, boolean logarithmic, List<Double> ticks) {
    private double share(double value) {
      return logarithmic
          ? Math.log(value / low) / Math.log(high / low)
          : (value - low) / (high - low);
    }
  }

  /**
   * A line for the eye.
   *
   * @param from its begin
   * @param to its end
   * @param dashed or drawn through
   */
  record Guide(Point from, Point to, boolean dashed) {}

  private final StringBuilder text = new StringBuilder();
  private final Axis horizontal;
  private final Axis vertical;

  private ScatterPlot(Axis horizontal, Axis vertical) {
    this.horizontal = horizontal;
    this.vertical = vertical;
  }

  /** The document. */
  static String draw(
      String title, Axis horizontal, Axis vertical, List<Guide> guides, List<Series> series) {
    ScatterPlot plot = new ScatterPlot(horizontal, vertical);
    plot.begin(title);
    plot.axes();
    guides.forEach(plot::guide);
    List<Series> shown = new ArrayList<>(series);
    shown.removeIf(one -> one.points().isEmpty());
    for (int i = 0; i < shown.size(); i++) {
      plot.points(shown.get(i), COLOURS.get(i % COLOURS.size()));
      plot.legend(shown.get(i).name(), i);
    }
    plot.line("</svg>");
    return plot.text.toString();
  }

  private void begin(String title) {
    line(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
            + " font-family=\"sans-serif\" font-size=\"13\">",
        WIDTH, HEIGHT, WIDTH, HEIGHT);
    line("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, HEIGHT);
    line(
        "<text x=\"%d\" y=\"24\" text-anchor=\"middle\" font-size=\"15\">%s</text>",
        WIDTH / 2, escaped(title));
  }

  private void axes() {
    line(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#444\"/>",
        LEFT, TOP, WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM);
    for (double tick : horizontal.ticks()) {
      line(
          "<line x1=\"%1$s\" y1=\"%2$d\" x2=\"%1$s\" y2=\"%3$d\" stroke=\"#ddd\"/>",
          x(tick), TOP, HEIGHT - BOTTOM);
      line(
          "<text x=\"%s\" y=\"%d\" text-anchor=\"middle\">%s</text>",
          x(tick), HEIGHT - BOTTOM + 18, label(tick));
    }
    for (double tick : vertical.ticks()) {
      line(
          "<line x1=\"%2$d\" y1=\"%1$s\" x2=\"%3$d\" y2=\"%1$s\" stroke=\"#ddd\"/>",
          y(tick), LEFT, WIDTH - RIGHT);
      line(
          "<text x=\"%d\" y=\"%s\" text-anchor=\"end\" dy=\"4\">%s</text>",
          LEFT - 6, y(tick), label(tick));
    }
    line(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
        (LEFT + WIDTH - RIGHT) / 2, HEIGHT - BOTTOM + 38, escaped(horizontal.title()));
    int middle = (TOP + HEIGHT - BOTTOM) / 2;
    line(
        "<text x=\"16\" y=\"%d\" text-anchor=\"middle\" transform=\"rotate(-90 16 %d)\">%s</text>",
        middle, middle, escaped(vertical.title()));
  }

  private void guide(Guide guide) {
    line(
        "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"#888\"%s/>",
        x(guide.from().x()),
        y(guide.from().y()),
        x(guide.to().x()),
        y(guide.to().y()),
        guide.dashed() ? " stroke-dasharray=\"5 4\"" : "");
  }

  private void points(Series series, String colour) {
    line("<g fill=\"%s\" fill-opacity=\"0.75\">", colour);
    for (Point point : series.points()) {
      line("<circle cx=\"%s\" cy=\"%s\" r=\"3.5\"/>", x(point.x()), y(point.y()));
    }
    line("</g>");
  }

  private void legend(String name, int index) {
    int x = LEFT + index % LEGEND_COLUMNS * LEGEND_COLUMN;
    int y = HEIGHT - 52 + index / LEGEND_COLUMNS * 20;
    line(
        "<circle cx=\"%d\" cy=\"%d\" r=\"4\" fill=\"%s\"/>",
        x, y, COLOURS.get(index % COLOURS.size()));
    line("<text x=\"%d\" y=\"%d\" dy=\"4\" font-size=\"12\">%s</text>", x + 9, y, escaped(name));
  }

  private String x(double value) {
    return coordinate(LEFT + horizontal.share(value) * (WIDTH - LEFT - RIGHT));
  }

  private String y(double value) {
    return coordinate(HEIGHT - BOTTOM - vertical.share(value) * (HEIGHT - TOP - BOTTOM));
  }

  private static String coordinate(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String label(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : Double.toString(value);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private void line(String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }
}
