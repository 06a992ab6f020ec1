package org.unit430.energy;

/** Asked for the energy of something that the table does not cover; the message names the limit. */
public final class OutsideTableException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  OutsideTableException(String message) {
    super(message);
  }
}
