package org.unit430.simulator.conformance;

/**
 * One thing that is not as a vector wants it.
 *
 * @param what a register, a status bit or a byte of memory: {@code R5}, {@code SR.C}, {@code memory
 *     02F3Eh}
 * @param expected the vector's value, hexadecimal
 * @param actual this simulator's value, hexadecimal
 */
public record Difference(String what, String expected, String actual) {
  @Override
  public String toString() {
    return what + " " + expected + " expected, " + actual + " found";
  }
}
