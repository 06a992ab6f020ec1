package org.unit430.trainer;

/** The pruned network is too much worse than the unpruned one to be its twin. */
final class PruningFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PruningFailedException(String message) {
    super(message);
  }
}
