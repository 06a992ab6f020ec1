package org.unit430.simulator.peripheral;

/** Told of each change of a digital signal that a module drives. */
@FunctionalInterface
public interface LevelListener {
  /** The signal is now high or low. */
  void levelChanged(boolean high);
}
