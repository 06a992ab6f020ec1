package org.unit430.simulator.device;

/** A device that is not known, or a profile that cannot be used. The message is one line. */
public final class DeviceProfileException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** A message that says it all. */
  public DeviceProfileException(String message) {
    super(message);
  }

  /**
   * Describes what is wrong in a file and where.
   *
   * @param file the file, as the user knows it
   * @param place path in the document such as {@code memory[2].first}, or "" for the whole file
   * @param problem what is wrong there
   */
  public DeviceProfileException(String file, String place, String problem) {
    super(file + ": " + (place.isEmpty() ? "" : place + ": ") + problem);
  }
}
