package org.unit430.cli.run;

import java.io.InterruptedIOException;

/** Whose turn it is among runs that work at the same time and are heard one after the other. */
final class Turn {
  private int current;

  /** Whether it is the turn of a run, or has been. */
  synchronized boolean hasCome(int run) {
    return run <= current;
  }

  /** Waits for the turn of a run. */
  synchronized void await(int run) throws InterruptedIOException {
    while (run > current) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("the batch has ended");
      }
    }
  }

  /** It is the next run's turn. */
  synchronized void pass() {
    current++;
    notifyAll();
  }
}
