package org.unit430.cli.compare;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/**
 * Every combination of one option for each of several places, from the cheapest on. Costs add up;
 * equally dear combinations come in the order of their indices.
 */
final class CheapestFirst implements Iterator<int[]> {
  private final List<double[]> costs;
  private final PriorityQueue<Combination> queue =
      new PriorityQueue<>(
          Comparator.comparingDouble(Combination::cost)
              .thenComparing(Combination::options, Arrays::compare));

  @SuppressWarnings("ArrayRecordComponent")
  private record Combination(double cost, int[] options) {}

  /**
   * Begins with the cheapest.
   *
   * @param costs of the options of each place, ascending, one or more
   */
  CheapestFirst(List<double[]> costs) {
    this.costs = costs;
    add(new int[costs.size()]);
  }

  private void add(int[] options) {
    double sum = 0;
    for (int place = 0; place < options.length; place++) {
      sum += costs.get(place)[options[place]];
    }
    queue.add(new Combination(sum, options));
  }

  @Override
  public boolean hasNext() {
    return !queue.isEmpty();
  }

  @Override
  public int[] next() {
    Combination cheapest = queue.poll();
    if (cheapest == null) {
      throw new NoSuchElementException("there is no combination left");
    }
    // A combination is reached only from the one that is less by 1 in its last place above 0.
    int[] options = cheapest.options;
    int last = options.length - 1;
    while (last > 0 && options[last] == 0) {
      last--;
    }
    for (int place = last; place < options.length; place++) {
      if (options[place] + 1 < costs.get(place).length) {
        int[] dearer = options.clone();
        dearer[place]++;
        add(dearer);
      }
    }
    return options;
  }
}
