package org.unit430.energy.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.unit430.energy.calibration.MeasuredBoard.MeasuredInstruction;
import org.unit430.energy.calibration.MeasuredBoard.MeasuredStretch;
import org.unit430.testvectors.SharedData;

/** Our restatement of the measured rows says what the published files say. */
class RestatedRowsTest {
  private static final MeasuredBoard BOARD = Calibration.ofFr5994().board();

  @Test
  void instructionsAreThosePublishedForBoardX() throws IOException {
    List<String> published = new ArrayList<>();
    for (Map<String, String> row : csv("measured-energy/instruction_energy.csv")) {
      if (row.get("series").equals("2026")) {
        assertThat(Double.parseDouble(row.get("mclk_hz"))).isEqualTo(BOARD.mclkHertz());
        published.add(
            String.join(
                " ",
                row.get("opcode"),
                orNone(row.get("src_mode")),
                orNone(row.get("dst_mode")),
                orNone(row.get("constant")),
                row.get("code_words"),
                row.get("doc_cycles"),
                row.get("data_reads"),
                row.get("data_writes"),
                "" + Double.parseDouble(row.get("voltage_v")),
                "" + Double.parseDouble(row.get("energy_nj")),
                row.get("n")));
      }
    }
    assertThat(BOARD.instructions().stream().map(RestatedRowsTest::text))
        .hasSameSizeAs(published)
        .containsExactlyInAnyOrderElementsOf(published);
  }

  private static String text(MeasuredInstruction row) {
    return String.join(
        " ",
        row.opcode(),
        row.source(),
        row.destination(),
        row.constant(),
        "" + row.words(),
        "" + row.cycles(),
        "" + row.reads(),
        "" + row.writes(),
        "" + row.volts(),
        "" + row.nanojoules(),
        "" + row.repeats());
  }

  @Test
  void stretchesAreRecordedEventsOfBoardX() throws IOException {
    List<Map<String, String>> events = csv("measured-energy/event_stats.csv");
    List<Map<String, String>> routines = csv("measured-energy/routine_energy.csv");
    for (MeasuredStretch stretch : BOARD.stretches()) {
      String mean = stretch.repeated() ? "_mean" : "";
      assertThat(stretch.repeated() ? events : routines)
          .as(stretch.name())
          .anySatisfy(
              row -> {
                assertThat(Double.parseDouble(row.get("event_energy" + mean + "_nj")))
                    .isEqualTo(stretch.nanojoules());
                assertThat(Double.parseDouble(row.get("event_duration" + mean + "_us")))
                    .isEqualTo(stretch.microseconds());
                assertThat(Double.parseDouble(row.get("voltage_v"))).isEqualTo(stretch.volts());
              });
    }
  }

  private static String orNone(String cell) {
    return cell.isEmpty() ? "none" : cell;
  }

  /** The file's rows by column name; cells may stand in quotes to hold commas. */
  private static List<Map<String, String>> csv(String name) throws IOException {
    Path file = SharedData.require("reference/" + name);
    List<String> lines = Files.readAllLines(file);
    List<String> header = cells(lines.get(0));
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = cells(line);
      assertThat(cells).as(line).hasSameSizeAs(header);
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < header.size(); i++) {
        row.put(header.get(i), cells.get(i));
      }
      rows.add(row);
    }
    return rows;
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char character = line.charAt(i);
      if (character == '"') {
        quoted = !quoted;
      } else if (character == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(character);
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}
