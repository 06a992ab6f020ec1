package org.unit430.simulator.environment;

import java.nio.charset.StandardCharsets;
import org.unit430.simulator.memory.Bus;

/** Bytes and strings of a program, read and written without being counted. */
final class ProgramMemory {
  private static final int LONGEST_STRING = 4096;
  private static final int ADDRESS_MASK = 0xFFFFF;

  private final Bus bus;

  ProgramMemory(Bus bus) {
    this.bus = bus;
  }

  int word(int address) {
    return bus.peekWord(address & ADDRESS_MASK);
  }

  byte[] bytes(int address, int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) bus.peekByte(address + i & ADDRESS_MASK);
    }
    return bytes;
  }

  /** The string up to its zero byte, at most 4096 bytes. */
  String string(int address) {
    int length = 0;
    while (length < LONGEST_STRING && bus.peekByte(address + length & ADDRESS_MASK) != 0) {
      length++;
    }
    return new String(bytes(address, length), StandardCharsets.UTF_8);
  }

  /** Stores bytes; false if there is no memory for one of them. */
  boolean store(int address, byte[] bytes) {
    try {
      bus.poke(address, bytes);
      return true;
    } catch (IllegalArgumentException noMemory) {
      return false;
    }
  }
}
