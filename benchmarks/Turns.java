import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Takes turns between two ways of doing a benchmark of the JMH suite, in one JVM and one thread:
 * {@code java Turns.java SECONDS TURNS BENCHMARK FIELD=VALUE,... JAR ENGINE JAR ENGINE}. Each has its
 * own classes, of its own jar. Prints, for each turn, simulated instructions a microsecond of
 * processor time of both.
 */
final class Turns {
  private static final String PACKAGE = "org.unit430.benchmarks.";
  private static final long TURN_NANOSECONDS = 150_000_000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private Turns() {}

  /** A benchmark, ready to be done. */
  private static final class Side {
    private final Object benchmark;
    private final Object work;
    private final Method operation;

    Side(String jar, String engine, String name, String parameters) throws Exception {
      URL[] urls = {Path.of(jar).toUri().toURL()};
      ClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
      Thread.currentThread().setContextClassLoader(loader);
      benchmark = loader.loadClass(PACKAGE + name).getConstructor().newInstance();
      work = loader.loadClass(PACKAGE + "Work").getConstructor().newInstance();
      for (String parameter : parameters.split(",")) {
        String[] both = parameter.split("=", 2);
        set(both[0], both[1]);
      }
      set("engine", engine);
      benchmark.getClass().getMethod("load").invoke(benchmark);
      operation =
          Arrays.stream(benchmark.getClass().getMethods())
              .filter(method -> List.of(method.getParameterTypes()).equals(List.of(work.getClass())))
              .findFirst()
              .orElseThrow();
    }

    private void set(String name, String value) throws ReflectiveOperationException {
      Field field = benchmark.getClass().getField(name);
      field.set(benchmark, field.getType().isEnum() ? constant(field.getType(), value) : value);
    }

    private static Object constant(Class<?> type, String name) {
      return Arrays.stream(type.getEnumConstants())
          .filter(constant -> constant.toString().equals(name))
          .findFirst()
          .orElseThrow();
    }

    /** Simulated instructions a microsecond. */
    double turn() throws ReflectiveOperationException {
      Field instructions = work.getClass().getField("instructions");
      Field processor = work.getClass().getField("processorNanoseconds");
      instructions.setLong(work, 0);
      processor.setLong(work, 0);
      while (processor.getLong(work) < TURN_NANOSECONDS) {
        operation.invoke(benchmark, work);
      }
      return 1000.0 * instructions.getLong(work) / processor.getLong(work);
    }
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 8) {
      System.err.println(
          "usage: java Turns.java SECONDS TURNS BENCHMARK FIELD=VALUE,... JAR ENGINE JAR ENGINE");
      System.exit(2);
    }
    try {
      takeTurns(arguments);
    } catch (ReflectiveOperationException e) {
      Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
      System.err.println("Turns: " + arguments[2] + " with " + arguments[3] + ": " + cause);
      System.exit(1);
    }
  }

  private static void takeTurns(String[] arguments) throws Exception {
    Side first = new Side(arguments[4], arguments[5], arguments[2], arguments[3]);
    Side second = new Side(arguments[6], arguments[7], arguments[2], arguments[3]);
    long end = THREADS.getCurrentThreadCpuTime() + Long.parseLong(arguments[0]) * 1_000_000_000;
    while (THREADS.getCurrentThreadCpuTime() < end) {
      first.turn();
      second.turn();
    }
    for (int turn = 0; turn < Integer.parseInt(arguments[1]); turn++) {
      // Who comes first changes, as the machine's speed may within a turn.
      boolean swapped = (turn & 1) != 0;
      double one = (swapped ? second : first).turn();
      double other = (swapped ? first : second).turn();
      System.out.println(swapped ? other + " " + one : one + " " + other);
    }
  }
}
