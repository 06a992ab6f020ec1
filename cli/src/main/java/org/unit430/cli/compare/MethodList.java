package org.unit430.cli.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.ExitCode;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.Method.Weights;
import org.unit430.firmware.prune.MethodName;
import org.unit430.firmware.prune.ThresholdDivision;

/** What {@code --methods} means. */
public final class MethodList {
  private static final String AUTO = "auto";
  private static final String TTP_AUTO = "ttp-auto";

  private MethodList() {}

  /**
   * Reads a list of methods.
   *
   * @param names such as {@code dense}, {@code unit:shift} or {@code ttp-csr+unit}; a name without
   *     division stands for {@link ThresholdDivision#DEFAULTS}, {@code standard} for the methods
   *     that a comparison shows without being asked, {@code all} for every method that one word
   *     names, {@code auto} and {@code ttp-auto} for one that a search composes
   * @throws CommandFailure with {@link ExitCode#USAGE} naming what is unknown and what there is
   */
  public static List<Method> parse(List<String> names) {
    return parse(names, ThresholdDivision.DEFAULTS);
  }

  /**
   * Reads a list of methods.
   *
   * @param names as above
   * @param divisions that a name without division stands for
   * @throws CommandFailure with {@link ExitCode#USAGE} naming what is unknown and what there is
   */
  public static List<Method> parse(List<String> names, List<ThresholdDivision> divisions) {
    Set<Method> chosen = new LinkedHashSet<>();
    for (String name : names) {
      for (Method method : named(name)) {
        if (method.division().isEmpty() || name.contains(":")) {
          chosen.add(method);
        } else {
          divisions.forEach(d -> chosen.addAll(named(method.name() + ":" + d.label())));
        }
      }
    }
    return new ArrayList<>(chosen);
  }

  private static List<Method> named(String name) {
    switch (name) {
      case "standard" -> {
        return Method.standard();
      }
      case AUTO -> {
        return List.of(Method.undecided(AUTO, Weights.UNPRUNED));
      }
      case TTP_AUTO -> {
        return List.of(Method.undecided(TTP_AUTO, Weights.TRAINING_TIME_PRUNED));
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

  /**
   * Reads {@code --division}.
   *
   * @throws CommandFailure with {@link ExitCode#USAGE} naming what is unknown and what there is
   */
  public static List<ThresholdDivision> divisions(List<String> labels) {
    if (labels.equals(List.of("all"))) {
      return List.of(ThresholdDivision.values());
    }
    List<ThresholdDivision> divisions = new ArrayList<>();
    for (String label : labels) {
      divisions.add(
          ThresholdDivision.byLabel(label)
              .orElseThrow(
                  () ->
                      new CommandFailure(
                          ExitCode.USAGE,
                          "there is no division '%s'; there are %s"
                              .formatted(
                                  label,
                                  Arrays.stream(ThresholdDivision.values())
                                      .map(ThresholdDivision::label)
                                      .collect(Collectors.joining(", "))))));
    }
    return divisions;
  }
}
