package org.unit430.cli.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A thread for each core, which share ranges of inputs. */
public final class WorkerPool implements AutoCloseable {
  private final int workers;
  private final ExecutorService threads;

  /** A pool of so many threads. */
  public WorkerPool(int workers) {
    this.workers = workers;
    this.threads = Executors.newFixedThreadPool(workers);
  }

  /** Work on the inputs from (included) to (excluded). */
  @FunctionalInterface
  interface Work<T> {
    T on(int from, int to);
  }

  /** Begins to work on 0 to size, a range for each worker. */
  <T> List<Future<T>> submit(int size, Work<T> work) {
    List<Future<T>> parts = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      int from = (int) ((long) size * worker / workers);
      int to = (int) ((long) size * (worker + 1) / workers);
      Callable<T> task = () -> work.on(from, to);
      parts.add(threads.submit(task));
    }
    return parts;
  }

  /** What the ranges gave, in their order. */
  static <T> List<T> join(List<Future<T>> parts) throws InterruptedException {
    List<T> results = new ArrayList<>();
    try {
      for (Future<T> part : parts) {
        results.add(part.get());
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
    return results;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
