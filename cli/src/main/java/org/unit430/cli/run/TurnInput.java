package org.unit430.cli.run;

import java.io.IOException;
import java.io.InputStream;

/** Standard input for a run of a batch: a run that reads waits until those before it have ended. */
final class TurnInput extends InputStream {
  private final Turn turn;
  private final int run;
  private final InputStream in;

  TurnInput(Turn turn, int run, InputStream in) {
    this.turn = turn;
    this.run = run;
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    turn.await(run);
    return in.read();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    turn.await(run);
    return in.read(bytes, offset, length);
  }
}
