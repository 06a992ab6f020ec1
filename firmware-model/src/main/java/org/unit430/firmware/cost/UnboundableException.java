package org.unit430.firmware.cost;

/** A program does something of which no bound is known. */
public final class UnboundableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnboundableException(String message) {
    super(message);
  }
}
