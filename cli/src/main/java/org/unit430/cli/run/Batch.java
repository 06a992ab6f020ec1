package org.unit430.cli.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Runs several programs at the same time, so that all that is seen of them is as if they had run
 * one after the other: what they print, and who of them reads standard input first.
 */
final class Batch {
  /** How far runs get ahead of the one that is heard, for each worker. */
  private static final int AHEAD = 4;

  private final int workers;
  private final InputStream in;
  private final OutputStream out;
  private final OutputStream err;

  /** A batch of which so many programs run at a time. */
  Batch(int workers, InputStream in, OutputStream out, OutputStream err) {
    this.workers = workers;
    this.in = in;
    this.out = out;
    this.err = err;
  }

  /** Makes what runs programs with these streams. */
  @FunctionalInterface
  interface Runners {
    ProgramRunner of(InputStream in, OutputStream out, OutputStream err);
  }

  private record Run(Future<RunResult> result, TurnOutput out, TurnOutput err) {}

  /**
   * Runs programs.
   *
   * @param report told of each result, in the order of the programs, when everything that the
   *     program printed has been passed on
   */
  List<RunResult> run(List<Path> programs, Runners runners, Consumer<RunResult> report) {
    Turn turn = new Turn();
    ExecutorService threads = Executors.newFixedThreadPool(workers);
    try {
      List<Run> runs = new ArrayList<>();
      for (int i = 0; i < programs.size(); i++) {
        runs.add(submit(threads, turn, i, programs.get(i), runners));
      }
      List<RunResult> results = new ArrayList<>();
      for (Run run : runs) {
        RunResult result = await(run.result);
        run.out.passOn();
        run.err.passOn();
        report.accept(result);
        results.add(result);
        turn.pass();
      }
      return results;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      threads.shutdownNow();
    }
  }

  private Run submit(ExecutorService threads, Turn turn, int index, Path program, Runners runners) {
    TurnOutput runOut = new TurnOutput(turn, index, out);
    TurnOutput runErr = new TurnOutput(turn, index, err);
    ProgramRunner runner = runners.of(new TurnInput(turn, index, in), runOut, runErr);
    Callable<RunResult> task =
        () -> {
          turn.await(index - AHEAD * workers);
          return runner.run(program);
        };
    return new Run(threads.submit(task), runOut, runErr);
  }

  private static RunResult await(Future<RunResult> result) {
    try {
      return result.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the batch was interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
