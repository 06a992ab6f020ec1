package org.unit430.firmware.network;

/** A network file that is not what it should be. The message is one line: file, offset, cause. */
public final class NetworkFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param file the name of the file
   * @param offset the byte offset of the first byte that is wrong
   * @param cause what is wrong there
   */
  public NetworkFormatException(String file, int offset, String cause) {
    super(file + ": at byte " + offset + ": " + cause);
  }
}
