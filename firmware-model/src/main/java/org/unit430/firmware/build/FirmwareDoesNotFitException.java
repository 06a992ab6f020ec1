package org.unit430.firmware.build;

/**
 * A network that needs more memory than the device has; the message says which memory, and by how
 * much.
 */
public final class FirmwareDoesNotFitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** One line for people. */
  public FirmwareDoesNotFitException(String message) {
    super(message);
  }
}
