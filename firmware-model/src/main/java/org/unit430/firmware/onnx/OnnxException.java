package org.unit430.firmware.onnx;

/** A model that is damaged or asks for what is not supported. One line that names where. */
public final class OnnxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message one line naming the file or node, and the cause
   */
  public OnnxException(String message) {
    super(message.replaceAll("[^ -~]+", "?"));
  }

  /** The same complaint with the file's name before it. */
  OnnxException in(String file) {
    return new OnnxException(file + ": " + getMessage());
  }
}
