package org.unit430.trainer;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Prints one line an epoch, with the time that is left at the pace so far. */
final class ConsoleProgress implements Progress {
  private final PrintStream out;
  private final LongSupplier nanoseconds;
  private int left;
  private int done;
  private long begun;

  ConsoleProgress(PrintStream out, LongSupplier nanoseconds) {
    this.out = out;
    this.nanoseconds = nanoseconds;
  }

  @Override
  public void begin(int epochs) {
    left = epochs;
    done = 0;
    begun = nanoseconds.getAsLong();
  }

  @Override
  public void resume(String network, int epochs) {
    left -= epochs;
    out.printf(Locale.ROOT, "%s: going on after epoch %d%n", network, epochs);
  }

  @Override
  public void epoch(String network, Training.EpochReport report) {
    done++;
    left--;
    double seconds = (nanoseconds.getAsLong() - begun) / 1e9;
    out.printf(
        Locale.ROOT,
        "%s: epoch %d of %d, loss %.4f, validation %.2f %%, sparsity %.1f %%; %s to go%n",
        network,
        report.epoch(),
        report.epochs(),
        report.loss(),
        100.0 * report.correct() / report.of(),
        100 * report.sparsity(),
        duration(seconds / done * left));
  }

  private static String duration(double seconds) {
    long whole = Math.round(seconds);
    return whole < 60 ? whole + " s" : whole / 60 + " min " + whole % 60 + " s";
  }
}
