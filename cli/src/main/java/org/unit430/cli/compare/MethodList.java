package org.unit430.cli.compare;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.ExitCode;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.MethodName;

/** What {@code --methods} means. */
public final class MethodList {
  private MethodList() {}

  /**
   * Reads a list of methods.
   *
   * @param names such as {@code dense}, {@code unit:shift} or {@code ttp-csr+unit}; a name without
   *     division stands for all its divisions, {@code standard} for the methods that a comparison
   *     shows without being asked, {@code all} for every method that one word names
   * @throws CommandFailure with {@link ExitCode#USAGE} naming what is unknown and what there is
   */
  public static List<Method> parse(List<String> names) {
    Set<Method> chosen = new LinkedHashSet<>();
    for (String name : names) {
      chosen.addAll(named(name));
    }
    return new ArrayList<>(chosen);
  }

  private static List<Method> named(String name) {
    switch (name) {
      case "standard" -> {
        return Method.standard();
      }
      case "all" -> {
        return Method.all();
      }
      default -> {
        try {
          return MethodName.parse(name);
        } catch (IllegalArgumentException e) {
          throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
        }
      }
    }
  }
}
