package org.unit430.simulator.asm;

import org.unit430.simulator.isa.Opcode;
import org.unit430.simulator.isa.Operand;
import org.unit430.simulator.isa.Size;

/**
 * What a mnemonic stands for: an instruction, or one with operands filled in (an emulated one,
 * SLAU367 table 4-7, 4-15).
 *
 * @param name in lower case, without size suffix
 * @param opcode the instruction
 * @param extended whether it has an extension word
 * @param zeroCarry whether it sets the ZC bit of the extension word
 * @param sizes suffixes it takes
 * @param counted whether {@code #n} comes first
 * @param source where its source comes from
 * @param fixedSource the source filled in, or NONE
 * @param destination where its destination comes from
 * @param fixedDestination the destination filled in, or NONE
 */
record Mnemonic(
    String name,
    Opcode opcode,
    boolean extended,
    boolean zeroCarry,
    Sizes sizes,
    boolean counted,
    Slot source,
    Operand fixedSource,
    Slot destination,
    Operand fixedDestination) {
  /** Where an operand comes from. */
  enum Slot {
    /** There is none. */
    ABSENT,
    /** The source text. */
    WRITTEN,
    /** The mnemonic itself. */
    FIXED,
    /** It is the destination once more. */
    SAME_AS_DESTINATION
  }

  /** The suffixes a mnemonic takes; without one the size is the first. */
  enum Sizes {
    /** None; 16 bits. */
    NONE(Size.WORD, false, false),
    /** None; 20 bits. */
    NONE_ADDRESS(Size.ADDRESS, false, false),
    /** .W, .B. */
    WORD_BYTE(Size.WORD, true, false),
    /** .W, .A. */
    WORD_ADDRESS(Size.WORD, false, true),
    /** .W, .B, .A. */
    ALL(Size.WORD, true, true);

    private final Size standard;
    private final boolean takesByte;
    private final boolean takesAddress;

    Sizes(Size standard, boolean takesByte, boolean takesAddress) {
      this.standard = standard;
      this.takesByte = takesByte;
      this.takesAddress = takesAddress;
    }

    boolean areChosen() {
      return takesByte || takesAddress;
    }

    boolean contains(Size wanted) {
      return wanted == standard
          || (wanted == Size.BYTE && takesByte)
          || (wanted == Size.ADDRESS && takesAddress);
    }

    Size standard() {
      return standard;
    }
  }

  /** Whether it only writes another instruction in a shorter way. */
  boolean isEmulated() {
    return source == Slot.FIXED
        || source == Slot.SAME_AS_DESTINATION
        || destination == Slot.FIXED
        || zeroCarry;
  }

  /** How many operands follow it. */
  int operands() {
    return (counted ? 1 : 0)
        + (source == Slot.WRITTEN ? 1 : 0)
        + (destination == Slot.WRITTEN ? 1 : 0);
  }
}
