package org.unit430.firmware.model;

/** The model of a kernel does not do what the kernel does. */
public final class ModelMismatchException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ModelMismatchException(String message) {
    super(message + "; --fidelity machine runs it instruction by instruction");
  }
}
