package org.unit430.cli.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.machine.SleepHistory;

/** A result as one line, for people or for programs. */
final class RunReport {
  private static final double MILLI = 1e3;
  private static final double MICRO = 1e6;

  private RunReport() {}

  /** A line of JSON with its line end. */
  static String json(RunResult result, String device) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("schema", "unit430.run/1");
    document.put("file", result.file());
    document.put("device", device);
    document.put("source", "simulated");
    document.put("status", result.status().label());
    if (result.exitCode().isPresent()) {
      document.put("exitCode", result.exitCode().getAsInt());
    } else {
      document.putNull("exitCode");
    }
    document.put("instructions", result.instructions());
    document.put("cycles", result.cycles());
    document.put("sleepCycles", result.sleepCycles());
    document.put("timeMs", result.seconds() * MILLI);
    document.put("wallMs", result.wallSeconds() * MILLI);
    energy(document, result.energy());
    ArrayNode sleep = document.putArray("sleep");
    for (SleepHistory.Stretch stretch : result.sleep()) {
      ObjectNode entry = sleep.addObject();
      entry.put("mode", stretch.mode().label());
      entry.put("smclkHertz", stretch.smclkHertz());
      entry.put("timeMs", stretch.seconds() * MILLI);
      entry.put("wakeUps", stretch.wakeUps());
      entry.put("wakeUpMs", stretch.wakeUpSeconds() * MILLI);
    }
    ObjectNode events = document.putObject("events");
    for (Event event : Event.values()) {
      events.put(event.name(), result.events().get(event));
    }
    ObjectNode registers = document.putObject("registers");
    for (int register = 0; register < result.registers().size(); register++) {
      registers.put("r" + register, result.registers().get(register));
    }
    document.put("output", result.output());
    result.warnings().forEach(document.putArray("warnings")::add);
    document.put("reason", result.reason());
    try {
      return new ObjectMapper().writeValueAsString(document) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // a tree of nodes can always be written
    }
  }

  private static void energy(ObjectNode document, RunEnergy energy) {
    if (energy.unknownBecause().isPresent()) {
      document.putNull("energyUj");
      document.put("energyReason", energy.unknownBecause().get());
      return;
    }
    ObjectNode microjoules = document.putObject("energyUj");
    microjoules.put("mean", energy.meanJoules() * MICRO);
    microjoules.put("low", energy.lowJoules() * MICRO);
    microjoules.put("high", energy.highJoules() * MICRO);
    document.put("energyTable", energy.tableId());
    document.put("energyTableSha256", energy.tableSha256());
    document.put(
        "energyReason",
        "energy of the CPU's work and sleep"
            + energy.excludes().map(what -> ", without " + what).orElse(""));
  }

  /** A line without its end. */
  static String text(RunResult result) {
    if (result.status() == RunStatus.REFUSED) {
      return result.reason();
    }
    return String.format(
        Locale.ROOT,
        "%s: %s: %s; %d instructions, %d cycles, %.3f ms, %s",
        result.file(),
        result.status().label(),
        result.reason(),
        result.instructions(),
        result.cycles(),
        result.seconds() * MILLI,
        energy(result.energy()));
  }

  private static String energy(RunEnergy energy) {
    return energy
        .unknownBecause()
        .map(because -> "energy unknown: " + because)
        .orElseGet(
            () ->
                String.format(
                    Locale.ROOT,
                    "%.3f uJ (%.3f to %.3f)%s by table %s, sha256 %.12s",
                    energy.meanJoules() * MICRO,
                    energy.lowJoules() * MICRO,
                    energy.highJoules() * MICRO,
                    energy.excludes().map(what -> " without " + what).orElse(""),
                    energy.tableId(),
                    energy.tableSha256()));
  }
}
