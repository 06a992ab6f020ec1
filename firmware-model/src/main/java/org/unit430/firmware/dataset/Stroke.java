package org.unit430.firmware.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One movement of the pen.
 *
 * @param smooth whether the pen runs through the points in a curve, or straight from one to the
 *     next
 * @param points at least two
 */
record Stroke(boolean smooth, List<Point> points) {
  private static final int STEPS = 6;

  /**
   * A place on the paper.
   *
   * @param x to the right
   * @param y downwards
   */
  record Point(double x, double y) {}

  Stroke {
    points = List.copyOf(points);
  }

  static Stroke line(double... coordinates) {
    return new Stroke(false, points(coordinates));
  }

  static Stroke curve(double... coordinates) {
    return new Stroke(true, points(coordinates));
  }

  /** Returns the stroke with every point moved. */
  Stroke map(UnaryOperator<Point> move) {
    return new Stroke(smooth, points.stream().map(move).toList());
  }

  /** Returns the corners of the polyline that the pen draws. */
  List<Point> polyline() {
    if (!smooth) {
      return points;
    }
    List<Point> line = new ArrayList<>();
    line.add(points.get(0));
    for (int i = 1; i < points.size(); i++) {
      Point before = points.get(Math.max(i - 2, 0));
      Point from = points.get(i - 1);
      Point to = points.get(i);
      Point after = points.get(Math.min(i + 1, points.size() - 1));
      for (int step = 1; step <= STEPS; step++) {
        double t = step / (double) STEPS;
        line.add(
            new Point(
                catmullRom(before.x, from.x, to.x, after.x, t),
                catmullRom(before.y, from.y, to.y, after.y, t)));
      }
    }
    return line;
  }

  /** The uniform Catmull-Rom spline: passes through b (t = 0) and c (t = 1). */
  private static double catmullRom(double a, double b, double c, double d, double t) {
    double linear = c - a;
    double square = 2 * a - 5 * b + 4 * c - d;
    double cube = 3 * (b - c) + d - a;
    return b + 0.5 * t * (linear + t * (square + t * cube));
  }

  private static List<Point> points(double... coordinates) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < coordinates.length; i += 2) {
      points.add(new Point(coordinates[i], coordinates[i + 1]));
    }
    return points;
  }
}
