package org.unit430.simulator.translate;

import static org.unit430.simulator.translate.Code.MISSES;
import static org.unit430.simulator.translate.Code.SCRATCH;
import static org.unit430.simulator.translate.Code.WAITS_BEHIND;

import java.util.Arrays;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.unit430.simulator.memory.FramCache;
import org.unit430.simulator.translate.CacheForecast.Outcome;

/**
 * The FRAM cache in bytecode: of each set the most recent line and the other one, in local
 * variables. Which lines of code a region reads is known, and its data lies outside them, so of
 * most fetches it is known, too, whether they hit ({@link CacheKnowledge}). Only the others, and
 * reads of data, are looked up when the code runs.
 */
final class CacheEmitter {
  private static final int SETS = 2;

  private final Code code;
  private final Account account;
  private final int waitStates;

  /** What is known at this point of the region's lines of code. */
  private CacheKnowledge known = new CacheKnowledge();

  /** What is known of the rest of the block, or null. */
  private CacheForecast forecast;

  /** Whether what the rest of the block reads has been accounted for. */
  private boolean isAhead;

  /** The row to which misses counted in {@link Code#MISSES} are charged. */
  private int row;

  private boolean isCounting;
  private boolean isUsed;

  CacheEmitter(Code code, Account account, int waitStates) {
    this.code = code;
    this.account = account;
    this.waitStates = waitStates;
  }

  /** Whether anything written so far uses the cache. */
  boolean isUsed() {
    return isUsed;
  }

  /** Locals := {@link RegionContext#lines}, whose array is on the stack. */
  void load() {
    for (int line = 0; line < 2 * SETS; line++) {
      code.op(Opcodes.DUP).constant(line).op(Opcodes.IALOAD).store(Code.LINES + line);
    }
    code.op(Opcodes.POP);
  }

  /** The other way round. */
  void save() {
    for (int line = 0; line < 2 * SETS; line++) {
      code.op(Opcodes.DUP).constant(line).load(Code.LINES + line).op(Opcodes.IASTORE);
    }
    code.op(Opcodes.POP);
  }

  /**
   * A block begins, at which something is known; no miss has been counted.
   *
   * @param newForecast what is known of the rest of the block, or null
   */
  void beginBlock(CacheKnowledge knowledge, CacheForecast newForecast) {
    known = new CacheKnowledge(knowledge);
    forecast = newForecast;
    isAhead = false;
    isCounting = false;
  }

  /**
   * A step of the block begins.
   *
   * @param index which one it is
   */
  void beginStep(int index) {
    if (forecast != null && forecast.firstStep() == index) {
      isAhead = true;
      readAhead();
    }
  }

  /** All that happens in the rest of the block happens now, as far as the cache is concerned. */
  private void readAhead() {
    List<Outcome> outcomes = forecast.outcomes();
    Label[] cases = new Label[outcomes.size()];
    Arrays.setAll(cases, i -> new Label());
    Label done = new Label();
    AccessBase base = forecast.base();
    int register = base.register();
    int sinceStored = code.stepped(register) - forecast.stepped();
    code.loadUnstepped(register, sinceStored + base.first()).op(Opcodes.DUP);
    code.constant(FramCache.LINE_SHIFT + 1).op(Opcodes.ISHR).constant(1).op(Opcodes.ISHL);
    code.store(SCRATCH);
    code.constant(forecast.stride() - 1).op(Opcodes.ISHR).and(cases.length - 1);
    code.method.visitTableSwitchInsn(0, cases.length - 1, cases[0], cases);
    for (int i = 0; i < cases.length; i++) {
      code.label(cases[i]);
      readAhead(outcomes.get(i));
      code.jump(Opcodes.GOTO, done);
    }
    code.label(done);
  }

  private void readAhead(Outcome outcome) {
    outcome
        .misses()
        .forEach(
            (kind, misses) ->
                code.addToCounter(
                    kind.isCode()
                        ? account.fetchMisses(kind.row())
                        : account.readMisses(kind.row()),
                    misses));
    code.pass(outcome.missesBefore() * waitStates);
    if (forecast.startsMultiplier()) {
      code.constant(outcome.missesBehind() * waitStates).store(WAITS_BEHIND);
    }
    for (int i = 0; i < outcome.lines().size(); i++) {
      int line = outcome.lines().get(i);
      if (CacheForecast.isData(line)) {
        code.load(SCRATCH).constant(CacheForecast.lineOfData(line)).op(Opcodes.IADD);
      } else {
        code.constant(line);
      }
      code.store(Code.LINES + i);
    }
  }

  /**
   * The present instruction fetches from a line.
   *
   * @return MCLK cycles that it is known to wait for that
   */
  int fetch(int line) {
    isUsed = true;
    if (isAhead) {
      known.read(line);
      return 0;
    }
    int atMost = known.greatestAge(line);
    int atLeast = known.leastAge(line);
    known.read(line);
    if (atMost == 0) {
      return 0;
    }
    if (atLeast == CacheKnowledge.GONE) {
      account.missFetch();
      push(line);
      return waitStates;
    }
    if (atMost == CacheKnowledge.GONE) {
      lookUp(line, atLeast);
    } else if (atLeast == 1) {
      push(line);
    } else {
      touch(line);
    }
    return 0;
  }

  private static int recentOf(int set) {
    return Code.LINES + set;
  }

  private static int otherOf(int set) {
    return Code.LINES + SETS + set;
  }

  /** A line that is not the most recent one becomes that, and that one becomes the other. */
  private void push(int line) {
    code.load(recentOf(line & 1)).store(otherOf(line & 1));
    code.constant(line).store(recentOf(line & 1));
  }

  /** A line that is in the cache becomes the most recent one, if it is not. */
  private void touch(int line) {
    Label done = new Label();
    code.load(recentOf(line & 1)).constant(line).jump(Opcodes.IF_ICMPEQ, done);
    push(line);
    code.label(done);
  }

  private void lookUp(int line, int leastAge) {
    Label done = new Label();
    Label hit = new Label();
    if (leastAge == 0) {
      code.load(recentOf(line & 1)).constant(line).jump(Opcodes.IF_ICMPEQ, done);
    }
    code.load(otherOf(line & 1)).constant(line).jump(Opcodes.IF_ICMPEQ, hit);
    code.count(account.fetch()).pass(waitStates);
    code.label(hit);
    push(line);
    code.label(done);
  }

  /**
   * A word of data is about to be read, if it is in FRAM. Does what must be done even if it is not.
   *
   * @param ledgerRow where that is charged
   */
  void beginRead(int ledgerRow) {
    isUsed = true;
    if (!isAhead && (!isCounting || ledgerRow != row)) {
      count();
      code.constant(0).store(MISSES);
      isCounting = true;
      row = ledgerRow;
    }
  }

  /** An address, in FRAM, is read: a register's local plus an offset. */
  void read(int register, int offset) {
    if (isAhead) {
      known.readData();
      return;
    }
    Label odd = new Label();
    Label done = new Label();
    code.loadUnstepped(register, offset).constant(FramCache.LINE_SHIFT).op(Opcodes.ISHR);
    code.op(Opcodes.DUP).store(SCRATCH).and(1).jump(Opcodes.IFNE, odd);
    readLine(0, done);
    code.jump(Opcodes.GOTO, done).label(odd);
    readLine(1, done);
    code.label(done);
    known.readData();
  }

  /** SCRATCH is a line of the set, not of the region's code. */
  private void readLine(int set, Label done) {
    Label hit = new Label();
    if (!known.isRecentCode(set)) {
      code.load(SCRATCH).load(recentOf(set)).jump(Opcodes.IF_ICMPEQ, done);
    }
    if (!known.areBothCode(set)) {
      code.load(SCRATCH).load(otherOf(set)).jump(Opcodes.IF_ICMPEQ, hit);
    }
    code.increment(MISSES, 1);
    code.label(hit).load(recentOf(set)).store(otherOf(set));
    code.load(SCRATCH).store(recentOf(set));
  }

  /** A fixed address, in FRAM, is read; code may be there. */
  void readFixed(int address) {
    int line = address >> FramCache.LINE_SHIFT;
    Label done = new Label();
    known.readData(line);
    code.constant(line).store(SCRATCH);
    readLine(line & 1, done);
    code.label(done);
  }

  /** Subtracts the waits for misses of data, not counted yet, from the int on the stack. */
  void subtractUncountedWaits() {
    if (isCounting) {
      code.load(MISSES).constant(waitStates).op(Opcodes.IMUL, Opcodes.ISUB);
    }
  }

  private void count() {
    if (isCounting) {
      code.count(account.readMisses(row), MISSES);
      code.load(MISSES).constant(waitStates).op(Opcodes.IMUL).pass();
    }
  }

  /** Everything is counted. */
  void endBlock() {
    count();
    isCounting = false;
    if (isAhead && forecast.startsMultiplier()) {
      code.load(WAITS_BEHIND).pass();
    }
  }
}
