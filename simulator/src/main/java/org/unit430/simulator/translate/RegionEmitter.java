package org.unit430.simulator.translate;

import static org.unit430.simulator.translate.Code.RESULT;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.device.MemoryKind;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.isa.Instruction;

/** Writes the class of a region: a method that implements {@link RegionCode}. */
final class RegionEmitter {
  /** Fields of {@link RegionContext} that the method keeps in locals. */
  private static final Object[][] FIELDS = {
    {"memory", "[B", Code.MEMORY},
    {"access", "[B", Code.ACCESS},
    {"codePages", "[Z", Code.CODE_PAGES},
    {"lines", "[I", Code.LINES},
    {"counts", "[J", Code.COUNTS},
    {"registers", "[I", Code.REGISTERS},
    {"multiplier", "L" + Code.MULTIPLIER_NAME + ";", Code.MULTIPLIER},
  };

  private static final int UNCOUNTED = -1;
  private static final MemoryKind[] KINDS = MemoryKind.values();

  private final List<Block> blocks;
  private final int addressMask;
  private final RegionContext context;
  private final Account account;
  private final Map<Integer, Label> labels = new HashMap<>();
  private final PathCosts costs;
  private final Code code;
  private final OperandEmitter operands;
  private final StepEmitter steps;
  private final Label epilogue = new Label();
  private final Label end = new Label();
  private final List<Runnable> stubs = new ArrayList<>();
  private final ClassWriter writer;

  RegionEmitter(
      List<Block> blocks,
      RegionContext context,
      Account account,
      CpuCore core,
      int waitStates,
      boolean inlined) {
    this.blocks = blocks;
    this.addressMask = core.addressMask();
    this.context = context;
    this.account = account;
    this.costs = new PathCosts(waitStates);
    this.writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
    writer.visit(
        Opcodes.V17,
        Opcodes.ACC_FINAL | Opcodes.ACC_SUPER,
        Type.getInternalName(RegionCode.class) + "$Translated",
        null,
        "java/lang/Object",
        new String[] {Type.getInternalName(RegionCode.class)});
    MethodVisitor constructor = writer.visitMethod(0, "<init>", "()V", null, null);
    constructor.visitCode();
    constructor.visitVarInsn(Opcodes.ALOAD, 0);
    constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    constructor.visitInsn(Opcodes.RETURN);
    constructor.visitMaxs(1, 1);
    constructor.visitEnd();
    this.code =
        new Code(
            writer.visitMethod(
                Opcodes.ACC_PUBLIC, "run", "(L" + Code.CONTEXT_NAME + ";IJJ)J", null, null),
            context,
            inlined);
    this.operands =
        inlined
            ? new OperandEmitter(code, account, context, waitStates)
            : new CallingOperandEmitter(code, account, context, waitStates);
    this.steps = new StepEmitter(code, operands, core);
  }

  /** MCLK cycles that must be left for the region to be worth entering at a block. */
  long costFrom(Block block) {
    return costs.of(block);
  }

  /** Bytes of bytecode that {@link #emit} has written. */
  int codeBytes() {
    return end.getOffset();
  }

  /** Whether the region uses the multiplier. */
  boolean multiplies() {
    return operands.usesMultiplier();
  }

  /** The class file. */
  byte[] emit() {
    blocks.forEach(block -> labels.put(block.start, new Label()));
    Label prologue = new Label();
    code.method.visitCode();
    code.jump(Opcodes.GOTO, prologue);
    blocks.forEach(this::emit);
    stubs.forEach(Runnable::run);
    epilogue();
    // Last, when it is known what the rest works on: every value the JVM need not carry through the
    // region makes its compilers faster.
    code.label(prologue);
    prologue();
    enter();
    code.label(end);
    code.method.visitMaxs(0, 0);
    code.method.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  private void prologue() {
    for (Object[] field : FIELDS) {
      if (code.reads((int) field[2])) {
        code.loadObject(Code.CONTEXT);
        code.method.visitFieldInsn(
            Opcodes.GETFIELD, Code.CONTEXT_NAME, (String) field[0], (String) field[1]);
        if ((int) field[2] == Code.MULTIPLIER) {
          code.isMultiplier();
        }
        code.method.visitVarInsn(Opcodes.ASTORE, (int) field[2]);
      }
    }
    for (int register = 0; register < 16; register++) {
      if (isUsed(Code.register(register))) {
        registerFile();
        code.constant(register).op(Opcodes.IALOAD).store(Code.register(register));
      }
    }
    int status = Code.register(Registers.SR);
    code.load(status).and(1).store(Code.CARRY);
    code.load(status).shiftRight(1).and(1).constant(1).op(Opcodes.IXOR).store(Code.ZERO_RESULT);
    code.load(status).shiftRight(2).and(1).store(Code.NEGATIVE);
    code.load(status).shiftRight(8).and(1).store(Code.OVERFLOW);
  }

  private void enter() {
    Label[] entries =
        blocks.stream()
            .filter(block -> block.isEntry)
            .map(block -> labels.get(block.start))
            .toArray(Label[]::new);
    if (entries.length > 1) {
      code.load(Code.ENTRY);
      code.method.visitTableSwitchInsn(0, entries.length - 1, entries[0], entries);
    } else {
      code.jump(Opcodes.GOTO, entries[0]);
    }
  }

  private boolean isUsed(int local) {
    return code.reads(local) || code.changes(local);
  }

  private void registerFile() {
    code.loadObject(Code.CONTEXT);
    code.method.visitFieldInsn(Opcodes.GETFIELD, Code.CONTEXT_NAME, "registers", "[I");
  }

  private void epilogue() {
    code.label(epilogue);
    code.load(Code.register(Registers.SR)).load(Code.CARRY).load(Code.ZERO_RESULT);
    code.load(Code.NEGATIVE).load(Code.OVERFLOW).call("status", "(IIIII)I");
    code.store(Code.register(Registers.SR));
    for (int register = 0; register < 16; register++) {
      if (code.changes(Code.register(register))) {
        registerFile();
        code.constant(register).load(Code.register(register)).op(Opcodes.IASTORE);
      }
    }
    code.loadLong(Code.CYCLE).op(Opcodes.LRETURN);
  }

  private void emit(Block block) {
    code.label(labels.get(block.start));
    if (block.isHeader) {
      code.loadLong(Code.CYCLE).constant(costs.of(block)).op(Opcodes.LADD);
      code.loadLong(Code.BOUND).op(Opcodes.LCMP);
      code.jump(Opcodes.IFGT, exitTo(block.start, 0, UNCOUNTED));
    }
    code.count(account.beginBlock());
    operands.beginBlock();
    for (Step step : block.steps) {
      MemoryKind kind = KINDS[context.kinds[step.address() >> 1]];
      account.begin(step, kind);
      steps.emit(step, new EarlyExit(step));
      operands.setPending(operands.pending() + step.cycles());
    }
    code.pass(operands.pending());
    leave(block.last());
  }

  /** Where to go when an instruction has to be interpreted; written only if somebody goes there. */
  private final class EarlyExit implements Supplier<Label> {
    private final Step step;
    private Label label;

    private EarlyExit(Step step) {
      this.step = step;
    }

    @Override
    public Label get() {
      if (label == null) {
        label = exitTo(step.address(), operands.pending(), account.exitCounter());
      }
      return label;
    }
  }

  private Label exitTo(int address, long pending, int counter) {
    Label exit = new Label();
    stubs.add(
        () -> {
          code.label(exit).pass(pending);
          if (counter != UNCOUNTED) {
            code.count(counter);
          }
          code.constant(address & addressMask).store(Code.register(Registers.PC));
          code.jump(Opcodes.GOTO, epilogue);
        });
    return exit;
  }

  private Label labelOf(int address) {
    Label label = labels.get(address);
    return label == null ? exitTo(address, 0, UNCOUNTED) : label;
  }

  private void leave(Step step) {
    Instruction instruction = step.instruction();
    switch (Flow.of(instruction)) {
      case STRAIGHT -> code.jump(Opcodes.GOTO, labelOf(step.next()));
      case FIXED -> code.jump(Opcodes.GOTO, labelOf(Flow.target(instruction)));
      case CONDITIONAL -> {
        steps.alu().branch(instruction.opcode(), labelOf(Flow.target(instruction)));
        code.jump(Opcodes.GOTO, labelOf(step.next()));
      }
      case COMPUTED -> {
        code.load(RESULT).and(0xFFFFE).store(Code.register(Registers.PC));
        dispatch(step);
      }
    }
  }

  private void dispatch(Step step) {
    int[] keys =
        step.targets().stream().filter(labels::containsKey).mapToInt(t -> t).sorted().toArray();
    Label[] targets = new Label[keys.length];
    for (int i = 0; i < keys.length; i++) {
      targets[i] = labels.get(keys[i]);
    }
    code.load(Code.register(Registers.PC));
    code.method.visitLookupSwitchInsn(epilogue, keys, targets);
  }
}
