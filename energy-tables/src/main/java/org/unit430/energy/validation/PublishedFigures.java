package org.unit430.energy.validation;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.unit430.energy.data.DataFileException;
import org.unit430.energy.data.StrictYaml;

/**
 * Figures measured or published about a device, beside those of its calibration, as a YAML file
 * states them.
 *
 * @param schema version of the format
 * @param device the device
 * @param statements costs of single statements
 * @param routines cycles of library routines without wait states
 * @param probes of the FRAM cache
 * @param events energies and cycles of measured events, by unit
 * @param calls energies and cycles of calls of library routines with their call sites
 */
public record PublishedFigures(
    String schema,
    String device,
    Statements statements,
    Routines routines,
    Probes probes,
    Events events,
    Calls calls) {
  private static final String SCHEMA = "unit430-published-1";
  private static final String FR5994 = "fr5994-published.yaml";

  /**
   * Single statements of C.
   *
   * @param source who measured
   * @param voltageV supply, V
   * @param mclkHz MCLK, Hz
   * @param rows statements
   * @param notModelled what else was measured
   */
  public record Statements(
      String source,
      double voltageV,
      double mclkHz,
      List<Statement> rows,
      List<NotModelled> notModelled) {}

  /**
   * A statement.
   *
   * @param key the statement
   * @param code its instructions
   * @param routine part of the runtime library that it calls, or none
   * @param cycles measured
   * @param nanojoules measured, in a loop
   */
  public record Statement(
      String key, List<String> code, String routine, double cycles, double nanojoules) {}

  /**
   * Something measured that the simulator does not model.
   *
   * @param key what
   * @param unit of the figure
   * @param measured the figure
   * @param why what is missing
   */
  public record NotModelled(String key, String unit, double measured, String why) {}

  /**
   * Cycles of routines.
   *
   * @param source who measured
   * @param mclkHz MCLK, Hz
   * @param rows routines
   */
  public record Routines(String source, double mclkHz, List<RoutineCycles> rows) {}

  /**
   * Cycles of one call.
   *
   * @param routine name without prefix
   * @param arguments of the call
   * @param cycles CALL and return included
   */
  public record RoutineCycles(String routine, String arguments, double cycles) {}

  /**
   * Probes of the cache.
   *
   * @param source who measured
   * @param mclkHz MCLK, Hz
   * @param rows probes
   */
  public record Probes(String source, double mclkHz, List<Probe> rows) {}

  /**
   * A sequence of calls.
   *
   * @param calls names of the stubs in order
   * @param extraCycles that 300 passes took more than without wait states
   */
  public record Probe(String calls, double extraCycles) {}

  /**
   * Events.
   *
   * @param source who measured
   * @param voltageV supply, V
   * @param mclkHz MCLK, Hz
   * @param rows events
   */
  public record Events(String source, double voltageV, double mclkHz, List<EventRow> rows) {}

  /**
   * One unit of an event.
   *
   * @param label which
   * @param nanojoules of one unit
   * @param cycles of one unit
   */
  public record EventRow(String label, double nanojoules, double cycles) {}

  /**
   * Calls of routines.
   *
   * @param source who measured
   * @param voltageV supply, V
   * @param mclkHz MCLK, Hz
   * @param rows calls
   */
  public record Calls(String source, double voltageV, double mclkHz, List<CallRow> rows) {}

  /**
   * One call with its call site and its share of the loop.
   *
   * @param routine name
   * @param arguments of the call
   * @param nanojoules of one call
   * @param cycles of one call
   */
  public record CallRow(String routine, String arguments, double nanojoules, double cycles) {}

  /** The figures of the MSP430FR5994 that come with this program. */
  public static PublishedFigures ofFr5994() {
    try (InputStream stream = PublishedFigures.class.getResourceAsStream(FR5994)) {
      if (stream == null) {
        throw new IllegalStateException("the program was built without " + FR5994);
      }
      return read(FR5994, stream.readAllBytes());
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + FR5994, e);
    }
  }

  /**
   * Reads a file.
   *
   * @param file its name for messages
   * @throws DataFileException if it is not such a file
   */
  public static PublishedFigures read(String file, byte[] content) {
    PublishedFigures figures = StrictYaml.read(file, content, PublishedFigures.class);
    if (!SCHEMA.equals(figures.schema)) {
      throw new DataFileException(file, "schema", "is " + figures.schema + ", not " + SCHEMA);
    }
    return figures;
  }
}
