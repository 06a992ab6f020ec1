package org.unit430.simulator.translate;

import static org.unit430.simulator.translate.Code.RESULT;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.device.MemoryKind;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.isa.Size;
import org.unit430.simulator.translate.Account.Place;
import org.unit430.simulator.translate.FlagFlow.Pending;
import org.unit430.simulator.translate.GuardFlow.Guard;
import org.unit430.simulator.translate.OperandEmitter.Start;

/** Writes the class of a region: the method of {@link RegionCode}. */
final class RegionEmitter {
  /** Fields of {@link RegionContext} that the method keeps in locals. */
  private static final Object[][] FIELDS = {
    {"memory", "[C", Code.MEMORY},
    {"stretches", "[B", Code.STRETCHES},
    {"codePages", "[Z", Code.CODE_PAGES},
  };

  private static final MemoryKind[] KINDS = MemoryKind.values();

  // Gaps in its code up to 64 bytes count as code: data is seldom in between, and is interpreted.
  private static final int SMALL_GAP_LINES = 8;

  private final List<Block> blocks;
  private final int addressMask;
  private final RegionContext context;
  private final Account account;
  private final Map<Block, Label> labels = new HashMap<>();
  private Map<Block, Guard> guardsOfBlocks = Map.of();
  private Map<Block, CacheKnowledge> cacheAtBeginnings = Map.of();
  private Map<Block, Integer> modes = Map.of();
  private final PathCosts costs;
  private final Code code;
  private final OperandEmitter operands;
  private final GuardEmitter guards;
  private final StepEmitter steps;
  private final Label epilogue = new Label();
  private final Label end = new Label();
  private final List<Passage> passages = new ArrayList<>();
  private final Map<Exit, Label> exits = new LinkedHashMap<>();
  private final Map<Pending, Label> settling = new LinkedHashMap<>();
  private final FlagFlow flags;
  private final ClassWriter writer;

  RegionEmitter(
      List<Block> blocks,
      RegionContext context,
      Account account,
      CpuCore core,
      int waitStates,
      boolean guesses,
      PointerHints hints) {
    this.blocks = blocks;
    this.addressMask = core.addressMask();
    this.context = context;
    this.account = account;
    this.costs = new PathCosts(waitStates);
    this.flags = new FlagFlow(blocks);
    this.writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
    writer.visit(
        Opcodes.V17,
        Opcodes.ACC_FINAL | Opcodes.ACC_SUPER,
        Type.getInternalName(RegionCode.class) + "$Translated",
        null,
        Type.getInternalName(RegionCode.class),
        null);
    MethodVisitor constructor = writer.visitMethod(0, "<init>", "()V", null, null);
    constructor.visitCode();
    constructor.visitVarInsn(Opcodes.ALOAD, 0);
    constructor.visitMethodInsn(
        Opcodes.INVOKESPECIAL, Type.getInternalName(RegionCode.class), "<init>", "()V", false);
    constructor.visitInsn(Opcodes.RETURN);
    constructor.visitMaxs(1, 1);
    constructor.visitEnd();
    this.code =
        new Code(
            new FallThrough(
                writer.visitMethod(0, "run", "(L" + Code.CONTEXT_NAME + ";IJJ[J)J", null, null)),
            core.addressMask());
    this.operands = new OperandEmitter(code, account, context, waitStates);
    this.guards = new GuardEmitter(code, account, context, framCode(), guesses, hints);
    this.steps = new StepEmitter(code, operands, core);
  }

  /** First and last line of each stretch of the region's code in FRAM. */
  private List<int[]> framCode() {
    BitSet lines = new BitSet();
    for (Block block : blocks) {
      for (Step step : block.steps) {
        if (context.kinds[step.address() >> 1] == RegionContext.FRAM) {
          lines.set(step.firstLine(), step.lastLine() + 1);
        }
      }
    }
    List<int[]> stretches = new ArrayList<>();
    for (int first = lines.nextSetBit(0); first >= 0; ) {
      int end = lines.nextClearBit(first);
      int next = lines.nextSetBit(end);
      while (next >= 0 && next - end < SMALL_GAP_LINES) {
        end = lines.nextClearBit(next);
        next = lines.nextSetBit(end);
      }
      stretches.add(new int[] {first, end - 1});
      first = next;
    }
    return stretches;
  }

  /** MCLK cycles that must be left for the region to be worth entering at a block. */
  long costFrom(Block block) {
    return costs.of(block);
  }

  /** Bytes of bytecode that {@link #emit} has written, and of what it calls. */
  int codeBytes() {
    return end.getOffset() + code.calledBytes();
  }

  /** Whether the region uses the multiplier. */
  boolean multiplies() {
    return operands.usesMultiplier();
  }

  /** The class file. */
  byte[] emit() {
    blocks.forEach(block -> labels.put(block, new Label()));
    guardsOfBlocks = guards.plan(blocks, addressMask);
    modes = MultiplierEmitter.modes(blocks);
    cacheAtBeginnings = new CacheFlow(context.kinds, guards::places).beginnings(blocks);
    Label prologue = new Label();
    code.method.visitCode();
    code.jump(Opcodes.GOTO, prologue);
    blocks.forEach(this::emit);
    Label[] entries = emitEntries();
    emitExits();
    epilogue();
    // Last, when it is known what the rest works on: every value the JVM need not carry through the
    // region makes its compilers faster.
    code.label(prologue);
    prologue();
    enter(entries);
    code.label(end);
    code.method.visitMaxs(0, 0);
    code.method.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  private void prologue() {
    code.loadObject(Code.PASSED_CONTEXT).storeObject(Code.CONTEXT);
    code.loadLong(Code.BOUND).loadLong(Code.PASSED_CYCLE).op(Opcodes.LSUB, Opcodes.L2I);
    code.store(Code.LEFT);
    for (Object[] field : FIELDS) {
      if (code.reads((int) field[2])) {
        loadField((String) field[0], (String) field[1]);
        code.storeObject((int) field[2]);
      }
    }
    if (operands.cache().isUsed()) {
      loadField("lines", "[I");
      operands.cache().load();
    }
    if (multiplies()) {
      operands.multiplier().prologue();
    }
    for (int register = 0; register < Code.REGISTERS; register++) {
      if (isUsed(Code.register(register))) {
        registerFile();
        code.constant(register).op(Opcodes.IALOAD).store(Code.register(register));
      }
    }
    steps.alu().flagsFromStatus();
  }

  private Label[] emitEntries() {
    Label[] entries =
        blocks.stream()
            .filter(block -> block.isEntry)
            .map(block -> passage(Pending.NOTHING, block))
            .toArray(Label[]::new);
    emitPassages();
    return entries;
  }

  private void enter(Label[] entries) {
    if (entries.length > 1) {
      code.load(Code.PASSED_ENTRY);
      code.method.visitTableSwitchInsn(0, entries.length - 1, entries[0], entries);
    } else {
      code.jump(Opcodes.GOTO, entries[0]);
    }
  }

  private boolean isUsed(int local) {
    return code.reads(local) || code.changes(local);
  }

  private void registerFile() {
    loadField("registers", "[I");
  }

  private void loadField(String name, String descriptor) {
    code.loadObject(Code.CONTEXT);
    code.method.visitFieldInsn(Opcodes.GETFIELD, Code.CONTEXT_NAME, name, descriptor);
  }

  private void epilogue() {
    code.label(epilogue);
    code.load(Code.register(Registers.SR)).load(Code.CARRY).load(Code.ZERO_RESULT);
    code.load(Code.NEGATIVE).load(Code.OVERFLOW).call("status", "(IIIII)I");
    code.store(Code.register(Registers.SR));
    if (operands.cache().isUsed()) {
      loadField("lines", "[I");
      operands.cache().save();
    }
    if (multiplies()) {
      operands.multiplier().epilogue();
    }
    for (int register = 0; register < Code.REGISTERS; register++) {
      if (code.changes(Code.register(register))) {
        registerFile();
        code.constant(register).load(Code.register(register)).op(Opcodes.IASTORE);
      }
    }
    code.loadLong(Code.BOUND).load(Code.LEFT).op(Opcodes.I2L, Opcodes.LSUB, Opcodes.LRETURN);
  }

  private void emit(Block block) {
    code.label(labels.get(block));
    code.count(account.beginBlock());
    Place[] places = guards.places(block.plan);
    code.setUnwrapped(guards.unwrapped(block.plan, addressMask));
    operands.beginBlock(
        block,
        places,
        guards.count(block.plan, places),
        cacheAtBeginnings.get(block),
        modes.get(block));
    int[] computedFlags = flags.computed(block);
    int lastSetter = FlagFlow.lastSetter(block);
    for (int i = 0; i < computedFlags.length; i++) {
      Step step = block.steps.get(i);
      account.begin(step, KINDS[context.kinds[step.address() >> 1]]);
      Start lastStart = Start.of(i, block.plan.lastStartStep());
      steps.emit(step, computedFlags[i], i == lastSetter, lastStart);
    }
    operands.endBlock();
    leave(block);
    emitPassages();
  }

  /**
   * A way from one block to another, on which something has to be checked.
   *
   * @param pending flags
   */
  private record Passage(Label label, Pending pending, Block to) {}

  /** Where to go for a block, with flags pending. */
  private Label passage(Pending pending, Block to) {
    if (!to.isHeader && !guards.checks(to.plan, guardsOfBlocks.get(to))) {
      return labels.get(to);
    }
    Passage passage = new Passage(new Label(), pending, to);
    passages.add(passage);
    return passage.label;
  }

  private void emitPassages() {
    for (Passage passage : passages) {
      Block to = passage.to;
      code.label(passage.label);
      if (to.unrolled != null) {
        Label round = new Label();
        code.load(Code.register(to.counter)).and(Size.WORD.mask()).constant(to.countForRounds);
        code.jump(Opcodes.IF_ICMPLT, round);
        enter(to.unrolled, round);
        code.label(round);
      }
      enter(to, exitTo(passage.pending, to.start));
    }
    passages.clear();
  }

  /** Goes to a block if that can be executed, else elsewhere. */
  private void enter(Block to, Label otherwise) {
    if (to.isHeader) {
      code.load(Code.LEFT).constant(costs.of(to)).jump(Opcodes.IF_ICMPLT, otherwise);
    }
    guards.emit(to.plan, guardsOfBlocks.get(to), otherwise);
    code.jump(Opcodes.GOTO, labels.get(to));
  }

  /** Where the region is left for an address, or for what PC already holds. */
  private record Exit(Pending pending, int address) {
    static final int COMPUTED = -1;
  }

  private Label exitTo(Pending pending, int address) {
    return exits.computeIfAbsent(new Exit(pending, address), exit -> new Label());
  }

  private void emitExits() {
    exits.forEach(
        (exit, label) -> {
          code.label(label);
          if (exit.address != Exit.COMPUTED) {
            code.constant(exit.address & addressMask).store(Code.register(Registers.PC));
          }
          code.jump(Opcodes.GOTO, settled(exit.pending));
        });
    settling.forEach(
        (flags, label) -> {
          code.label(label);
          steps.alu().settle(flags);
          code.jump(Opcodes.GOTO, epilogue);
        });
  }

  /** Where to go for flags to be computed, and then to the epilogue. */
  private Label settled(Pending pending) {
    return pending.flags() == 0
        ? epilogue
        : settling.computeIfAbsent(pending, flags -> new Label());
  }

  /**
   * Where to go from a block for an address. Only to its successors: of those it is known whether
   * the horizon has to be checked on the way.
   */
  private Label labelOf(Block from, int address) {
    Pending pending = flags.pendingBehind(from);
    for (Block next : from.successors) {
      if (next.start == address && !next.isRounds) {
        return passage(pending, next);
      }
    }
    return exitTo(pending, address);
  }

  private void leave(Block block) {
    Step step = block.last();
    Instruction instruction = step.instruction();
    switch (Flow.of(instruction)) {
      case STRAIGHT -> code.jump(Opcodes.GOTO, labelOf(block, step.next()));
      case FIXED -> code.jump(Opcodes.GOTO, labelOf(block, Flow.target(instruction)));
      case CONDITIONAL -> {
        Label taken = labelOf(block, Flow.target(instruction));
        if (FlagFlow.comparesAndJumps(block)) {
          Instruction comparison = block.steps.get(block.steps.size() - 2).instruction();
          steps.alu().compare(comparison.size(), instruction.opcode(), taken);
        } else {
          steps.alu().branch(instruction.opcode(), taken);
        }
        code.jump(Opcodes.GOTO, labelOf(block, step.next()));
      }
      case COMPUTED, OUT -> {
        code.load(RESULT).and(0xFFFFE).store(Code.register(Registers.PC));
        dispatch(block);
      }
    }
  }

  private void dispatch(Block block) {
    int[] keys =
        block.successors.stream()
            .filter(next -> !next.isRounds)
            .mapToInt(next -> next.start)
            .sorted()
            .toArray();
    Label[] targets = new Label[keys.length];
    for (int i = 0; i < keys.length; i++) {
      targets[i] = labelOf(block, keys[i]);
    }
    code.load(Code.register(Registers.PC));
    Label exit = exitTo(flags.pendingBehind(block), Exit.COMPUTED);
    code.method.visitLookupSwitchInsn(exit, keys, targets);
  }
}
