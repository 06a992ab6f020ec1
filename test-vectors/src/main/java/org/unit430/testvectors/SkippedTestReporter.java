package org.unit430.testvectors;

import java.io.PrintStream;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Prints why a test was skipped, which Surefire only counts. JUnit finds it as a service wherever
 * this module is on the class path.
 */
public final class SkippedTestReporter implements TestExecutionListener {
  private final PrintStream out;

  /** Reports to standard error, as JUnit's service loader needs it. */
  public SkippedTestReporter() {
    this(System.err);
  }

  SkippedTestReporter(PrintStream out) {
    this.out = out;
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    out.println("skipped " + name(test) + ": " + reason);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() == Status.ABORTED) {
      executionSkipped(
          test, result.getThrowable().map(Throwable::getMessage).orElse("no reason given"));
    }
  }

  private static String name(TestIdentifier test) {
    Optional<TestSource> source = test.getSource();
    if (source.isPresent() && source.get() instanceof MethodSource method) {
      return simpleName(method.getClassName()) + "." + test.getDisplayName();
    }
    if (source.isPresent() && source.get() instanceof ClassSource type) {
      return simpleName(type.getClassName());
    }
    return test.getDisplayName();
  }

  private static String simpleName(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }
}
