package org.unit430.simulator.program;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.unit430.simulator.event.Operation;
import org.unit430.simulator.program.ProgramImage.OperationRegion;

/**
 * Operation regions as the content of an ELF section of our own, so that a program keeps them in a
 * file. Text, one line a region: start and end in hexadecimal, name of the operation.
 */
final class OperationSection {
  static final String NAME = ".unit430.operations";

  private static final Pattern LINE =
      Pattern.compile("([0-9a-f]{5,6}) ([0-9a-f]{5,6}) (\\S{1,40})");
  private static final int LONGEST_LINE = 60;

  private OperationSection() {}

  /** The content of the section for regions in order of address. */
  static byte[] encode(List<OperationRegion> regions) {
    StringBuilder text = new StringBuilder();
    for (OperationRegion region : regions) {
      text.append(
          "%05x %05x %s\n".formatted(region.start(), region.end(), region.operation().label()));
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * The regions from the content of the section.
   *
   * @throws IllegalArgumentException naming the line, if it is malformed or a region is empty, out
   *     of order, overlapping or outside the address space
   */
  static List<OperationRegion> decode(byte[] content) {
    List<OperationRegion> regions = new ArrayList<>();
    int lowest = 0;
    int position = 0;
    while (position < content.length) {
      int end = position;
      while (end < content.length && content[end] != '\n' && end - position < LONGEST_LINE) {
        end++;
      }
      String line = new String(content, position, end - position, StandardCharsets.ISO_8859_1);
      OperationRegion region = region(line);
      if (region.start() < lowest
          || region.end() <= region.start()
          || region.end() > MemoryContents.ADDRESS_SPACE) {
        throw malformed(line);
      }
      regions.add(region);
      lowest = region.end();
      position = end + 1;
    }
    return regions;
  }

  private static OperationRegion region(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw malformed(line);
    }
    return new OperationRegion(
        Integer.parseInt(matcher.group(1), 16),
        Integer.parseInt(matcher.group(2), 16),
        Operation.byLabel(matcher.group(3)).orElseThrow(() -> malformed(line)));
  }

  private static IllegalArgumentException malformed(String line) {
    return new IllegalArgumentException(
        "section %s has the line %s where start, end and operation were expected in order of address"
            .formatted(NAME, ProgramFormatException.quoted(line)));
  }
}
