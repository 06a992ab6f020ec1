package org.unit430.cli;

import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A progress bar on standard error for work that takes longer than two seconds; only where that is
 * a terminal.
 */
public final class ProgressLine implements AutoCloseable {
  /**
   * Set by the launcher, which can ask the system whether standard error is a terminal; Java 17
   * cannot.
   */
  private static final String TERMINAL_PROPERTY = "unit430.stderr.terminal";

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final String unit;
  private final long steps;
  private final boolean visible;
  private final long startNanos = System.nanoTime();
  private ProgressBar bar;

  private ProgressLine(String unit, long steps, boolean visible) {
    this.unit = unit;
    this.steps = steps;
    this.visible = visible;
  }

  /**
   * A bar that appears when the work turns out to be long.
   *
   * @param unit what is counted
   * @param steps how many there are
   */
  public static ProgressLine of(String unit, long steps) {
    return new ProgressLine(unit, steps, Boolean.getBoolean(TERMINAL_PROPERTY));
  }

  /** So many steps are done. */
  public synchronized void step(int done) {
    if (!visible) {
      return;
    }
    if (bar == null && System.nanoTime() - startNanos > PATIENCE.toNanos()) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(unit)
              .setInitialMax(steps)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(200)
              .build();
    }
    if (bar != null) {
      bar.stepTo(Math.max(bar.getCurrent(), done));
    }
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
