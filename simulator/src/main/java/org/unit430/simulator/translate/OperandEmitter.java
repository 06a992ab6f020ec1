package org.unit430.simulator.translate;

import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.isa.Operand;
import org.unit430.simulator.isa.Size;
import org.unit430.simulator.peripheral.HardwareMultiplier;
import org.unit430.simulator.translate.Account.Place;

/**
 * Fetches, data accesses and what they do to time, FRAM cache and account, in bytecode. That all
 * addresses can be accessed is known when a block is entered ({@link GuardEmitter}).
 */
final class OperandEmitter {
  private static final int FIXED = -1;

  private final Code code;
  private final Account account;
  private final RegionContext context;
  private final int waitStates;
  private final CacheEmitter cache;
  private final MultiplierEmitter multiplier;

  /** For each base, where what is accessed by it is. */
  private Place[] places;

  /** If it is not known where, the counter of the block's executions with it in FRAM. */
  private int[] framCounters;

  /** Cycles of the block so far that are known and have not been added to the time. */
  private int pending;

  private boolean usesMultiplier;
  private Step step;
  private int stepIndex;
  private Start start;

  /** Bus accesses of the present instruction so far. */
  private int accesses;

  OperandEmitter(Code code, Account account, RegionContext context, int waitStates) {
    this.code = code;
    this.account = account;
    this.context = context;
    this.waitStates = waitStates;
    this.cache = new CacheEmitter(code, account, waitStates);
    this.multiplier = new MultiplierEmitter(code);
  }

  /**
   * A memory operand.
   *
   * @param register register by whose value its address is known, or {@link #FIXED}
   * @param address offset from that value at the block's beginning or since the register was
   *     changed; if fixed, the address itself
   * @param base number of the {@link AccessBase}; if fixed, of no account
   * @param place what answers there
   */
  record Location(int register, int address, int base, Place place) {
    boolean isFixed() {
      return register == FIXED;
    }
  }

  /** Where a block starts the multiplier last, from one of its steps: if it does at all. */
  enum Start {
    BEFORE_OR_NEVER,
    NOW,
    BEHIND;

    /** For a step and the last step that does so, or -1. */
    static Start of(int step, int lastStart) {
      return step == lastStart ? NOW : step < lastStart ? BEHIND : BEFORE_OR_NEVER;
    }
  }

  /** What a register points to. */
  Location at(int register) {
    return new Location(register, code.stepped(register), register, places[register]);
  }

  /** What an index is added for. */
  Location indexed(Instruction instruction, Operand operand) {
    int register = operand.register();
    boolean wraps = context.isWrapped(instruction, operand);
    int base = AccessBase.numberOf(register, wraps);
    int offset = code.stepped(register) + RegionContext.offsetOf(operand, wraps);
    return new Location(register, offset, base, places[base]);
  }

  /** What is at an address. */
  Location fixed(int address) {
    boolean isMultiplier =
        context.multiplier != null
            && address >= context.multiplier.start()
            && address < context.multiplier.end();
    usesMultiplier |= isMultiplier;
    Place place =
        isMultiplier
            ? Place.MULTIPLIER
            : context.kinds[address >> 1] == RegionContext.SRAM ? Place.SRAM : Place.FRAM;
    return new Location(FIXED, address, FIXED, place);
  }

  boolean usesMultiplier() {
    return usesMultiplier;
  }

  CacheEmitter cache() {
    return cache;
  }

  MultiplierEmitter multiplier() {
    return multiplier;
  }

  /**
   * A block begins.
   *
   * @param basePlaces for each base, where what is accessed by it is
   * @param counters if that is not known, the counter of executions with it in FRAM
   * @param cacheKnowledge what is known of the FRAM cache
   * @param mode the multiplier's, or {@link MultiplierEmitter#UNKNOWN}
   */
  void beginBlock(
      Block block, Place[] basePlaces, int[] counters, CacheKnowledge cacheKnowledge, int mode) {
    places = basePlaces;
    framCounters = counters;
    pending = 0;
    stepIndex = 0;
    cache.beginBlock(
        cacheKnowledge, CacheForecast.of(block, basePlaces, context.kinds).orElse(null));
    multiplier.beginBlock(mode);
  }

  /**
   * An instruction begins; its words are fetched.
   *
   * @param lastStart where the block starts the multiplier last
   */
  void begin(Step newStep, Start lastStart) {
    step = newStep;
    cache.beginStep(stepIndex);
    stepIndex++;
    start = lastStart;
    int words = step.instruction().words();
    accesses = words;
    if (context.kinds[step.address() >> 1] != RegionContext.FRAM) {
      return;
    }
    pending += cache.fetch(step.firstLine());
    if (step.lastLine() != step.firstLine()) {
      pending += cache.fetch(step.lastLine());
    }
  }

  /** The instruction ends. */
  void end() {
    pending += step.cycles();
  }

  /** The block ends: its time has passed. */
  void endBlock() {
    cache.endBlock();
    code.settleRegisters();
    code.pass(pending);
  }

  private void address(Location location, int offset) {
    if (location.isFixed()) {
      code.constant(location.address + offset);
    } else {
      code.loadUnstepped(location.register, location.address + offset);
    }
  }

  /** Reads an operand and leaves it on the stack. */
  void read(Location location, Size size) {
    readWord(location, 0, size == Size.BYTE);
    if (size == Size.ADDRESS) {
      readWord(location, 2, false);
      code.and(15).constant(16).op(Opcodes.ISHL, Opcodes.IOR);
    }
  }

  private void readWord(Location location, int offset, boolean isByte) {
    accesses++;
    if (location.place == Place.MULTIPLIER) {
      account.access(Place.MULTIPLIER, false);
      multiplier.readResult(location.address - context.multiplier.start());
      return;
    }
    if (location.place == Place.EITHER) {
      account.accessEither(false, framCounters[location.base]);
      cache.beginRead(step.row());
      Label done = new Label();
      code.load(Code.BASE_IN_FRAM + location.base).jump(Opcodes.IFEQ, done);
      cache.read(location.register, location.address + offset);
      code.label(done);
    } else {
      account.access(location.place, false);
      if (location.place == Place.FRAM) {
        cache.beginRead(step.row());
        if (location.isFixed()) {
          cache.readFixed(location.address + offset);
        } else {
          cache.read(location.register, location.address + offset);
        }
      }
    }
    code.loadObject(Code.MEMORY);
    if (isByte) {
      address(location, offset);
      code.call("loadByte", "([CI)I");
    } else {
      wordIndex(location, offset);
      code.op(Opcodes.CALOAD);
    }
  }

  /** Half the address of a word, even if the fixed one is odd. */
  private void wordIndex(Location location, int offset) {
    int even = location.address + offset & ~1;
    if (location.isFixed()) {
      code.constant(even >> 1);
      return;
    }
    // The sum is even; so what is the same for all words is done first, and the JVM does it once.
    code.loadUnstepped(location.register, location.address & 1).constant(1).op(Opcodes.ISHR);
    if (even != 0) {
      code.constant(even >> 1).op(Opcodes.IADD);
    }
  }

  /** Writes a local to an operand. */
  void write(Location location, Size size, int value) {
    writeWord(location, 0, size == Size.BYTE, value);
    if (size == Size.ADDRESS) {
      code.load(value).shiftRight(16).and(15).store(Code.SCRATCH);
      writeWord(location, 2, false, Code.SCRATCH);
    }
  }

  private void writeWord(Location location, int offset, boolean isByte, int value) {
    accesses++;
    if (location.place == Place.MULTIPLIER) {
      writeMultiplier(location.address - context.multiplier.start(), value);
      return;
    }
    if (location.place == Place.EITHER) {
      account.accessEither(true, framCounters[location.base]);
      code.load(Code.BASE_IN_FRAM + location.base).constant(waitStates).op(Opcodes.IMUL).pass();
    } else {
      account.access(location.place, true);
      pending += location.place == Place.FRAM ? waitStates : 0;
    }
    code.loadObject(Code.MEMORY);
    if (isByte) {
      address(location, offset);
      code.load(value).call("storeByte", "([CII)V");
    } else {
      wordIndex(location, offset);
      code.load(value).op(Opcodes.CASTORE);
    }
  }

  private void writeMultiplier(int offset, int value) {
    if (offset == HardwareMultiplier.OP2) {
      account.access(Place.MULTIPLIER_START, true);
      multiplier.writeOperand2(value);
      if (start == Start.NOW) {
        multiplier.keepStart(value, this::loadLeft);
      }
      return;
    }
    account.access(Place.MULTIPLIER, true);
    if (HardwareMultiplier.isPlainOperand(offset)) {
      multiplier.writeOperand1(offset, value);
    } else {
      multiplier.writeResult(offset, value, start == Start.BEHIND);
    }
  }

  /** MCLK cycles from the present access to the bound. */
  private void loadLeft() {
    code.load(Code.LEFT).constant(pending + accesses).op(Opcodes.ISUB);
    cache.subtractUncountedWaits();
  }
}
