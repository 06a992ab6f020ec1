package org.unit430.firmware.dataset;

import java.util.List;

/** A small grey picture that a round pen draws on. Brightness is 0 (paper) to 1 (ink). */
final class Canvas {
  private final int edge;
  private final double[] ink;

  Canvas(int edge) {
    this.edge = edge;
    ink = new double[edge * edge];
  }

  /**
   * Draws a polyline. A pixel's ink falls from 1 to 0 over one pixel's width at the pen's rim, so
   * edges are smooth; where lines cross the ink does not add up.
   *
   * @param line corners in pixels; pixel (0, 0) has its centre at (0, 0)
   * @param radius of the pen in pixels
   */
  void draw(List<Stroke.Point> line, double radius) {
    for (int i = 1; i < line.size(); i++) {
      segment(line.get(i - 1), line.get(i), radius);
    }
  }

  private void segment(Stroke.Point from, Stroke.Point to, double radius) {
    double reach = radius + 0.5;
    int top = first(Math.min(from.y(), to.y()) - reach);
    int bottom = last(Math.max(from.y(), to.y()) + reach);
    int left = first(Math.min(from.x(), to.x()) - reach);
    int right = last(Math.max(from.x(), to.x()) + reach);
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        double covered = reach - distance(from, to, x, y);
        int at = y * edge + x;
        ink[at] = Math.max(ink[at], Math.min(covered, 1));
      }
    }
  }

  private int first(double coordinate) {
    return (int) Math.max(0, Math.ceil(coordinate));
  }

  private int last(double coordinate) {
    return (int) Math.min(edge - 1, Math.floor(coordinate));
  }

  private static double distance(Stroke.Point from, Stroke.Point to, double x, double y) {
    double dx = to.x() - from.x();
    double dy = to.y() - from.y();
    double length = dx * dx + dy * dy;
    double along = length == 0 ? 0 : ((x - from.x()) * dx + (y - from.y()) * dy) / length;
    double t = Math.max(0, Math.min(1, along));
    double ex = x - from.x() - t * dx;
    double ey = y - from.y() - t * dy;
    return Math.sqrt(ex * ex + ey * ey);
  }

  /** Returns how dark each pixel is, row by row. */
  double[] ink() {
    return ink.clone();
  }
}
