package org.unit430.cli.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a program writes: passed on, and kept as far as a report and searches in it need. */
final class ConsoleOutput extends OutputStream {
  /** Most bytes that a report holds. */
  static final int MOST_KEPT = 1 << 20;

  private final Optional<OutputStream> sink;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private boolean cut;

  /** Output that goes to a stream too, if there is one. */
  ConsoleOutput(Optional<OutputStream> sink) {
    this.sink = sink;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int room = Math.min(length, MOST_KEPT - kept.size());
    kept.write(bytes, offset, room);
    cut |= room < length;
    if (sink.isPresent()) {
      sink.get().write(bytes, offset, length);
    }
  }

  @Override
  public void flush() throws IOException {
    if (sink.isPresent()) {
      sink.get().flush();
    }
  }

  /** The output as text; what is no UTF-8 is replaced. */
  String text() {
    return kept.toString(StandardCharsets.UTF_8);
  }

  /** Whether there was more than is kept. */
  boolean isCut() {
    return cut;
  }
}
