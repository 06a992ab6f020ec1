package org.unit430.firmware.npy;

/** An array file that is damaged or not supported. One line that names the file and the cause. */
public final class NpyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param file name of the file
   * @param cause what is wrong with it
   */
  public NpyException(String file, String cause) {
    super(file + ": " + cause.replaceAll("[^ -~]+", "?"));
  }
}
