package org.unit430.simulator.peripheral;

import java.util.ArrayList;
import java.util.List;

/**
 * The eight pins of a digital port (SLAU367 chapter 12): what drives each of them, what reading
 * them gives, and the flags of those that interrupt. The registers around it differ between
 * families.
 */
public final class PortPins {
  /** Told of each change of the level of a pin. */
  @FunctionalInterface
  public interface Listener {
    /**
     * A pin is now high or low.
     *
     * @param pin 0 to 7
     */
    void pinChanged(int pin, boolean high);
  }

  private final Runnable flagsChanged;
  private final List<Listener> listeners = new ArrayList<>();

  private int out;
  private int direction;
  private int resistor;
  private int edge;
  private int enables;
  private int flags;

  // What reaches the pins: the registers, or what they were when LOCKLPM5 was set.
  private boolean locked;
  private int pinOut;
  private int pinDirection;
  private int pinResistor;

  /** Pins that something outside drives, and the levels it drives them to. */
  private int driven;

  private int drivenLevels;
  private int levels;

  /**
   * Pins that nothing drives.
   *
   * @param flagsChanged called when flags or enables change
   */
  PortPins(Runnable flagsChanged) {
    this.flagsChanged = flagsChanged;
  }

  /** Tells a listener of each change from now on. */
  public void addListener(Listener listener) {
    listeners.add(listener);
  }

  /**
   * Drives a pin from outside, as a button or another chip does.
   *
   * @param pin 0 to 7
   */
  public void drive(int pin, boolean high) {
    int bit = 1 << checked(pin);
    driven |= bit;
    drivenLevels = high ? drivenLevels | bit : drivenLevels & ~bit;
    settle();
  }

  /** Stops {@link #drive}. */
  public void release(int pin) {
    driven &= ~(1 << checked(pin));
    settle();
  }

  /** Whether a pin is high. */
  public boolean isHigh(int pin) {
    return (levels & (1 << checked(pin))) != 0;
  }

  private static int checked(int pin) {
    if (pin < 0 || pin > 7) {
      throw new IllegalArgumentException("a port has pins 0 to 7, not " + pin);
    }
    return pin;
  }

  /** PxIN. */
  int levels() {
    return levels;
  }

  int out() {
    return out;
  }

  void setOut(int value) {
    out = value;
    settle();
  }

  int direction() {
    return direction;
  }

  void setDirection(int value) {
    direction = value;
    settle();
  }

  int resistor() {
    return resistor;
  }

  void setResistor(int value) {
    resistor = value;
    settle();
  }

  int edge() {
    return edge;
  }

  /** Sets PxIES. That this may set flags (SLAU367 12.2.8) is left out: the manual says "may". */
  void setEdge(int value) {
    edge = value;
  }

  int enables() {
    return enables;
  }

  void setEnables(int value) {
    enables = value;
    flagsChanged.run();
  }

  int flags() {
    return flags;
  }

  void setFlags(int value) {
    flags = value;
    flagsChanged.run();
  }

  boolean requestsInterrupt() {
    return (flags & enables) != 0;
  }

  /** PxIV: 2 for pin 0 up to 10h for pin 7, of the enabled flags; 0 for none. */
  int vector() {
    int requested = flags & enables;
    return requested == 0 ? 0 : 2 * Integer.numberOfTrailingZeros(requested) + 2;
  }

  /** Clears the flag that {@link #vector} names. */
  void clearVector(int vector) {
    if (vector != 0) {
      setFlags(flags & ~(1 << (vector / 2 - 1)));
    }
  }

  /** LOCKLPM5: the pins keep their state, or follow the registers again (SLAU367 1.4.3). */
  void setLocked(boolean nowLocked) {
    locked = nowLocked;
    settle();
  }

  /**
   * Finds the levels. An output drives its pin; what else is driven from outside has that level;
   * what is left follows its resistor, or is low.
   */
  private void settle() {
    if (!locked) {
      pinOut = out;
      pinDirection = direction;
      pinResistor = resistor;
    }
    int inputs = (driven & drivenLevels) | (~driven & pinResistor & pinOut);
    settle(((pinDirection & pinOut) | (~pinDirection & inputs)) & 0xFF);
  }

  private void settle(int newLevels) {
    int changed = levels ^ newLevels;
    if (changed == 0) {
      return;
    }
    levels = newLevels;
    // PxIES = 0 selects rising edges.
    int seen = changed & (newLevels ^ edge);
    if (seen != 0) {
      setFlags(flags | seen);
    }
    for (Listener listener : listeners) {
      for (int pin = 0; pin < 8; pin++) {
        if ((changed & (1 << pin)) != 0) {
          listener.pinChanged(pin, (newLevels & (1 << pin)) != 0);
        }
      }
    }
  }

  /** Registers at 0; what drives the pins from outside stays. */
  void reset() {
    out = 0;
    direction = 0;
    resistor = 0;
    edge = 0;
    enables = 0;
    settle();
    setFlags(0);
  }

  /** Longs that {@link #save} fills. */
  static final int SAVED = 13;

  void save(long[] to, int at) {
    to[at] = out;
    to[at + 1] = direction;
    to[at + 2] = resistor;
    to[at + 3] = edge;
    to[at + 4] = enables;
    to[at + 5] = flags;
    to[at + 6] = locked ? 1 : 0;
    to[at + 7] = driven;
    to[at + 8] = drivenLevels;
    to[at + 9] = levels;
    to[at + 10] = pinOut;
    to[at + 11] = pinDirection;
    to[at + 12] = pinResistor;
  }

  void restore(long[] from, int at) {
    out = (int) from[at];
    direction = (int) from[at + 1];
    resistor = (int) from[at + 2];
    edge = (int) from[at + 3];
    enables = (int) from[at + 4];
    flags = (int) from[at + 5];
    locked = from[at + 6] != 0;
    driven = (int) from[at + 7];
    drivenLevels = (int) from[at + 8];
    levels = (int) from[at + 9];
    pinOut = (int) from[at + 10];
    pinDirection = (int) from[at + 11];
    pinResistor = (int) from[at + 12];
    flagsChanged.run();
  }
}
