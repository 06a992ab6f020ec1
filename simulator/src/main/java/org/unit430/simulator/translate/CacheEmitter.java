package org.unit430.simulator.translate;

import static org.unit430.simulator.translate.Code.MISSES;
import static org.unit430.simulator.translate.Code.SCRATCH;
import static org.unit430.simulator.translate.Code.WAITS;

import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.unit430.simulator.memory.FramCache;

/**
 * The FRAM cache in bytecode: of each set the most recent line and the other one, in local
 * variables. Which lines of code a block reads is known, and its data lies outside the region's
 * code, so of most fetches it is known, too, whether they hit: the line read last in its set is
 * there unless two reads of data came between, and one read before the last two is not (SLAU367
 * 7.5.1: two lines in a set, the least recently used one is replaced). Only the others, and reads
 * of data, are looked up when the code runs.
 */
final class CacheEmitter {
  private static final int UNKNOWN = -1;
  private static final int SETS = 2;

  private final Code code;
  private final Account account;
  private final int waitStates;

  /** Of each set the line of code read last, and the other one read before it. */
  private final int[] recent = new int[SETS];

  private final int[] former = new int[SETS];

  /** Reads of data since each of them was read. */
  private final int[] sinceRecent = new int[SETS];

  private final int[] sinceFormer = new int[SETS];

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

  /** Nothing is known of the cache, and no miss has been counted. */
  void beginBlock() {
    for (int set = 0; set < SETS; set++) {
      forget(set);
    }
    isCounting = false;
  }

  private void forget(int set) {
    recent[set] = UNKNOWN;
    former[set] = UNKNOWN;
    sinceRecent[set] = 0;
    sinceFormer[set] = 0;
  }

  /**
   * The present instruction fetches from a line.
   *
   * @return MCLK cycles that it is known to wait for that
   */
  int fetch(int line) {
    isUsed = true;
    int set = line & 1;
    int waits = 0;
    if (recent[set] == line) {
      if (sinceRecent[set] == 1) {
        touch(line);
      } else if (sinceRecent[set] > 1) {
        lookUp(line);
      }
    } else {
      if (former[set] == line && sinceFormer[set] == 0) {
        push(line);
      } else if (former[set] == line || former[set] == UNKNOWN) {
        lookUp(line);
      } else {
        account.missFetch();
        push(line);
        waits = waitStates;
      }
      former[set] = recent[set];
      sinceFormer[set] = sinceRecent[set];
      recent[set] = line;
    }
    sinceRecent[set] = 0;
    return waits;
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

  private void lookUp(int line) {
    Label done = new Label();
    Label hit = new Label();
    code.load(recentOf(line & 1)).constant(line).jump(Opcodes.IF_ICMPEQ, done);
    code.load(otherOf(line & 1)).constant(line).jump(Opcodes.IF_ICMPEQ, hit);
    code.count(account.fetch());
    code.increment(WAITS, waitStates);
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
    if (!isCounting || ledgerRow != row) {
      count();
      code.constant(0).store(MISSES);
      isCounting = true;
      row = ledgerRow;
    }
  }

  private void readData() {
    for (int set = 0; set < SETS; set++) {
      sinceRecent[set]++;
      sinceFormer[set]++;
    }
  }

  /** An address, in FRAM, is read: a register's local plus an offset. */
  void read(int register, int offset) {
    Label odd = new Label();
    Label done = new Label();
    code.loadUnstepped(register, offset).constant(FramCache.LINE_SHIFT).op(Opcodes.ISHR);
    code.op(Opcodes.DUP).store(SCRATCH).and(1).jump(Opcodes.IFNE, odd);
    readLine(0, done);
    code.jump(Opcodes.GOTO, done).label(odd);
    readLine(1, done);
    code.label(done);
    readData();
  }

  /** SCRATCH is a line of the set, not of the region's code. */
  private void readLine(int set, Label done) {
    Label hit = new Label();
    boolean recentIsCode = recent[set] != UNKNOWN && sinceRecent[set] == 0;
    boolean bothAreCode = recentIsCode && former[set] != UNKNOWN && sinceFormer[set] == 0;
    if (!recentIsCode) {
      code.load(SCRATCH).load(recentOf(set)).jump(Opcodes.IF_ICMPEQ, done);
    }
    if (!bothAreCode) {
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
    forget(line & 1);
    code.constant(line).store(SCRATCH);
    readLine(line & 1, done);
    code.label(done);
    sinceRecent[line & 1]++;
  }

  /** Adds the waits for misses of data, not counted yet, to the long on the stack. */
  void addUncountedWaits() {
    if (isCounting) {
      code.load(MISSES).constant(waitStates).op(Opcodes.IMUL, Opcodes.I2L, Opcodes.LADD);
    }
  }

  private void count() {
    if (isCounting) {
      code.count(account.readMisses(row), MISSES);
      code.load(WAITS).load(MISSES).constant(waitStates).op(Opcodes.IMUL, Opcodes.IADD);
      code.store(WAITS);
    }
  }

  /** Everything is counted. */
  void endBlock() {
    count();
    isCounting = false;
  }
}
