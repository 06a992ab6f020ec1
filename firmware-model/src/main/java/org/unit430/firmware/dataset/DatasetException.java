package org.unit430.firmware.dataset;

/**
 * Data that is missing, damaged or not enough. The message is one line for the user: the file, the
 * cause, and the next step.
 */
public final class DatasetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message one line naming the file, the cause and the next step
   */
  public DatasetException(String message) {
    super(message);
  }

  /**
   * Makes the exception.
   *
   * @param message one line naming the file, the cause and the next step
   * @param cause what the system said
   */
  public DatasetException(String message, Throwable cause) {
    super(message, cause);
  }
}
