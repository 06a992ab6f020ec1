import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * Runs a program for an MSP430F1611 on MSPSim's core, up to an address at which it stays: {@code
 * java -cp mspsim.jar MspSim.java FILE.elf ADDRESS}, the address in hexadecimal. Written against
 * the names of MSPSim's classes without having them, so it asks for what it calls when it runs.
 */
final class MspSim {
  private static final String PACKAGE = "se.sics.mspsim.";

  // So many are executed between two looks at PC.
  private static final int INSTRUCTIONS = 100_000;

  private MspSim() {}

  public static void main(String[] arguments) throws Throwable {
    if (arguments.length != 2) {
      System.err.println("usage: java -cp mspsim.jar MspSim.java FILE.elf ADDRESS");
      System.exit(2);
    }
    try {
      run(arguments[0], Integer.parseInt(arguments[1], 16));
    } catch (ReflectiveOperationException e) {
      if (e instanceof InvocationTargetException) {
        throw e.getCause();
      }
      System.err.println("MspSim: this MSPSim does not have what is called here: " + e);
      System.exit(4);
    }
  }

  private static void run(String file, int end) throws ReflectiveOperationException {
    Object cpu = cpu();
    Object elf = type("util.ELF").getMethod("readELF", String.class).invoke(null, file);
    method(elf, "loadPrograms").invoke(elf, cpu.getClass().getField("memory").get(cpu));
    method(cpu, "reset").invoke(cpu);
    Method step = cpu.getClass().getMethod("stepInstructions", int.class);
    Method counter = cpu.getClass().getMethod("getPC");
    do {
      step.invoke(cpu, INSTRUCTIONS);
    } while (!counter.invoke(cpu).equals(end));
  }

  /** The constructor once took a number of the CPU's type, too, which it did not use. */
  private static Object cpu() throws ReflectiveOperationException {
    Object registry = type("util.ComponentRegistry").getConstructor().newInstance();
    Object device = type("config.MSP430f1611Config").getConstructor().newInstance();
    Constructor<?> constructor = type("core.MSP430").getConstructors()[0];
    return constructor.newInstance(
        Arrays.stream(constructor.getParameterTypes())
            .map(wanted -> argument(wanted, registry, device))
            .toArray());
  }

  private static Object argument(Class<?> wanted, Object registry, Object device) {
    if (wanted == int.class) {
      return 0;
    }
    return wanted.isInstance(registry) ? registry : device;
  }

  private static Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(PACKAGE + name);
  }

  private static Method method(Object object, String name) throws NoSuchMethodException {
    return Arrays.stream(object.getClass().getMethods())
        .filter(method -> method.getName().equals(name))
        .min((a, b) -> Integer.compare(a.getParameterCount(), b.getParameterCount()))
        .orElseThrow(() -> new NoSuchMethodException(object.getClass() + "." + name));
  }
}
