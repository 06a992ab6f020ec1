package org.unit430.energy.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.unit430.energy.calibration.Observation.Group;
import org.unit430.energy.data.DataFileException;
import org.unit430.energy.data.StrictYaml;
import org.unit430.simulator.device.OperatingPoint;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.EventCounts;

/**
 * Energies measured on one board, as a YAML file states them: single instructions in straight-line
 * FRAM code, and stretches whose event counts are given.
 */
public record MeasuredBoard(
    String schema,
    String board,
    String device,
    String source,
    double mclkHertz,
    int framWaitStates,
    Uncertainty instructionUncertainty,
    Uncertainty singleEventUncertainty,
    List<MeasuredInstruction> instructions,
    List<MeasuredStretch> stretches) {
  private static final String SCHEMA = "unit430-measurements-1";

  /** Words of a FRAM cache line. */
  private static final int LINE_WORDS = 4;

  /**
   * How far a row may lie from the truth.
   *
   * @param relative one standard deviation as a share of the value
   * @param why the reason
   */
  public record Uncertainty(double relative, String why) {}

  /**
   * Mean energy of one instruction in a row of copies.
   *
   * @param opcode mnemonic
   * @param source addressing mode, or none
   * @param destination addressing mode, or none; a multiplier register stands in parentheses
   * @param constant the immediate value, or none
   * @param words fetched
   * @param cycles of the manual's table
   * @param reads data reads
   * @param writes data writes
   * @param volts supply voltage, V
   * @param nanojoules energy of one instruction
   * @param repeats events behind the figure
   */
  public record MeasuredInstruction(
      String opcode,
      String source,
      String destination,
      String constant,
      int words,
      int cycles,
      int reads,
      int writes,
      double volts,
      double nanojoules,
      int repeats) {

    /** The row's name in reports, for example {@code mov symbolic,register 3.3 V}. */
    public String name() {
      return "%s %s,%s %s V".formatted(opcode, source, destination, volts);
    }

    /** Event counts of as many copies as a line has words, so that whole lines are filled. */
    EventCounts countsOfFourCopies(int waitStates) {
      boolean multiplier = destination.contains("(");
      EventCounts counts =
          EventCounts.of(Event.FRAM_FETCH_MISS, words)
              .plus(EventCounts.of(Event.FRAM_FETCH_HIT, (LINE_WORDS - 1L) * words))
              .plus(EventCounts.of(Event.FRAM_WAIT_CYCLE, (long) waitStates * words))
              .plus(EventCounts.of(Event.SRAM_READ, (long) LINE_WORDS * reads))
              .plus(EventCounts.of(Event.MEMORY_OPERAND, reads > 0 ? LINE_WORDS : 0))
              .plus(
                  EventCounts.of(
                      multiplier ? Event.PERIPHERAL_WRITE : Event.SRAM_WRITE,
                      (long) LINE_WORDS * writes))
              .plus(
                  EventCounts.of(
                      Event.INTERNAL_CYCLE, (long) LINE_WORDS * (cycles - words - reads - writes)));
      return destination.contains("OP2")
          ? counts.plus(EventCounts.of(Event.MULTIPLY_16, LINE_WORDS))
          : counts;
    }
  }

  /**
   * A recorded event of some passes through a stretch of code.
   *
   * @param name short name
   * @param description the code
   * @param uncertainty of its mean power
   * @param passes how many passes the counts are of
   * @param nanojoules energy of the event as recorded
   * @param microseconds length of the event as recorded
   * @param volts supply voltage, V
   * @param repeated whether it is made of copies of the same few instructions
   * @param counts events of {@code passes} passes
   */
  public record MeasuredStretch(
      String name,
      String description,
      Uncertainty uncertainty,
      int passes,
      double nanojoules,
      double microseconds,
      double volts,
      boolean repeated,
      Map<Event, Long> counts) {

    EventCounts eventCounts() {
      EventCounts sum = EventCounts.NONE;
      for (Map.Entry<Event, Long> entry : counts.entrySet()) {
        sum = sum.plus(EventCounts.of(entry.getKey(), entry.getValue()));
      }
      return sum;
    }
  }

  /**
   * Reads a file.
   *
   * @param file its name for messages
   * @throws DataFileException if it is not such a file
   */
  public static MeasuredBoard read(String file, byte[] content) {
    MeasuredBoard board = StrictYaml.read(file, content, MeasuredBoard.class);
    if (!SCHEMA.equals(board.schema)) {
      throw new DataFileException(file, "schema", "is " + board.schema + ", not " + SCHEMA);
    }
    return board;
  }

  /**
   * The file's rows as charges, pC.
   *
   * @param mixed weights of code whose words differ
   * @param rows weights of copies of the same few instructions
   */
  List<Observation> observations(RowWeights mixed, RowWeights rows) {
    List<Observation> observations = new ArrayList<>();
    for (MeasuredInstruction row : instructions) {
      boolean single = row.repeats() == 1;
      OperatingPoint point = new OperatingPoint(mclkHertz, row.volts(), framWaitStates);
      observations.add(
          new Observation(
              single ? Group.SINGLE_EVENT : Group.INSTRUCTION,
              row.name(),
              "pC",
              rows.charge(row.countsOfFourCopies(framWaitStates), LINE_WORDS, point),
              picocoulombs(row.nanojoules(), row.volts()),
              (single ? singleEventUncertainty : instructionUncertainty).relative()));
    }
    for (MeasuredStretch row : stretches) {
      OperatingPoint point = new OperatingPoint(mclkHertz, row.volts(), framWaitStates);
      EventCounts counts = row.eventCounts();
      // Mean power x counted cycles: the recorder's grid blurs an event's length, not its power.
      double seconds = counts.cycles() / mclkHertz / row.passes();
      double nanojoules = row.nanojoules() / (row.microseconds() * 1e-6) * seconds;
      observations.add(
          new Observation(
              row.repeated()
                  ? counts.lineFills() == 0 ? Group.CACHED_LOOP : Group.STRETCH
                  : Group.ROUTINE,
              row.name(),
              "pC",
              (row.repeated() ? rows : mixed).charge(counts, row.passes(), point),
              picocoulombs(nanojoules, row.volts()),
              row.uncertainty().relative()));
    }
    return observations;
  }

  private static double picocoulombs(double nanojoules, double volts) {
    return nanojoules / volts * 1e3;
  }
}
