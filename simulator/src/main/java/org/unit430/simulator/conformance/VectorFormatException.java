package org.unit430.simulator.conformance;

import java.io.IOException;

/** A vector file that is not what it should be. */
public final class VectorFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  VectorFormatException(String file, int line, String problem) {
    super(file + ": line " + line + ": " + problem);
  }
}
