package org.unit430.simulator.gdb;

import java.io.IOException;

/** Bytes to and from a debugger. */
public interface ByteLink {
  /** The next byte, 0 to 255, waited for; -1 if the other side has closed. */
  int read() throws IOException;

  /** Whether {@link #read} would return at once, be it with -1. */
  boolean ready() throws IOException;

  /** Sends bytes. */
  void write(byte[] bytes) throws IOException;
}
