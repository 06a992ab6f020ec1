package org.unit430.cli.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * What a run of a batch prints: kept until it is the run's turn, then passed on. A run that prints
 * more than is kept waits for its turn.
 */
final class TurnOutput extends OutputStream {
  static final int MOST_KEPT_BYTES = 1 << 20;

  private final Turn turn;
  private final int run;
  private final OutputStream out;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

  TurnOutput(Turn turn, int run, OutputStream out) {
    this.turn = turn;
    this.run = run;
    this.out = out;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (!turn.hasCome(run) && kept.size() + length <= MOST_KEPT_BYTES) {
      kept.write(bytes, offset, length);
      return;
    }
    passOnWhatIsKept();
    out.write(bytes, offset, length);
  }

  @Override
  public void flush() throws IOException {
    if (turn.hasCome(run)) {
      passOn();
    }
  }

  /** Passes on what has been kept, when it is the run's turn. */
  void passOn() throws IOException {
    passOnWhatIsKept();
    out.flush();
  }

  private void passOnWhatIsKept() throws IOException {
    turn.await(run);
    kept.writeTo(out);
    kept.reset();
  }
}
