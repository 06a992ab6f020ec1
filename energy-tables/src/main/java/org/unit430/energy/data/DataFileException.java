package org.unit430.energy.data;

/** A data file that cannot be used. The message is one line: file, place in the document, cause. */
public final class DataFileException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Describes what is wrong and where.
   *
   * @param file the file, as the user knows it
   * @param place path in the document such as {@code events.FRAM_WRITE}, or "" for the whole file
   * @param problem what is wrong there
   */
  public DataFileException(String file, String place, String problem) {
    super(file + ": " + (place.isEmpty() ? "" : place + ": ") + problem);
  }
}
