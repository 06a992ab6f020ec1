package org.unit430.cli.compare;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.ExitCode;
import org.unit430.firmware.prune.Method;

/** What {@code --methods} means. */
public final class MethodList {
  private MethodList() {}

  /**
   * Reads a list of methods.
   *
   * @param names labels such as {@code dense} or {@code unit:shift}; a name without division stands
   *     for all its divisions; {@code all} for all methods
   * @throws CommandFailure with {@link ExitCode#USAGE} naming what is unknown and what there is
   */
  public static List<Method> parse(List<String> names) {
    Set<Method> chosen = new LinkedHashSet<>();
    for (String name : names) {
      List<Method> matching =
          Method.all().stream()
              .filter(
                  method ->
                      name.equals("all")
                          || name.equals(method.name())
                          || name.equals(method.label()))
              .toList();
      if (matching.isEmpty()) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "there is no method '%s'; there are %s"
                .formatted(
                    name,
                    Method.all().stream().map(Method::label).collect(Collectors.joining(", "))));
      }
      chosen.addAll(matching);
    }
    return new ArrayList<>(chosen);
  }
}
