package org.unit430.simulator.translate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * How much bytecode the functions have that translated code calls. HotSpot stops inlining where a
 * method and what is inlined into it come to 8,000 bytes (DesiredMethodLimit); from then on each
 * call would be a call.
 */
final class FunctionSizes {
  private static final Map<String, Integer> SIZES = new HashMap<>();

  static {
    measure(RegionContext.class);
    measure(LentMultiplier.class);
  }

  private FunctionSizes() {}

  /** Bytes of a function's bytecode, at most. */
  static int of(Class<?> owner, String function, String descriptor) {
    return SIZES.get(owner.getName() + function + descriptor);
  }

  private static void measure(Class<?> owner) {
    try (InputStream file = owner.getResourceAsStream(owner.getSimpleName() + ".class")) {
      new ClassReader(file)
          .accept(
              new ClassVisitor(Opcodes.ASM9) {
                @Override
                public MethodVisitor visitMethod(
                    int access, String name, String descriptor, String sign, String[] exceptions) {
                  return new Measure(owner.getName() + name + descriptor);
                }
              },
              ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds up the instructions, those with constants in their longest form. */
  private static final class Measure extends MethodVisitor {
    private static final int LONGEST = 3;

    // Locals up to this have instructions of their own.
    private static final int LAST_SHORT_LOCAL = 3;

    private final String function;

    private Measure(String function) {
      super(Opcodes.ASM9);
      this.function = function;
    }

    private void add(int bytes) {
      SIZES.merge(function, bytes, Integer::sum);
    }

    @Override
    public void visitInsn(int opcode) {
      add(1);
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
      add(LONGEST);
    }

    @Override
    public void visitVarInsn(int opcode, int local) {
      add(local <= LAST_SHORT_LOCAL ? 1 : 2);
    }

    @Override
    public void visitLdcInsn(Object value) {
      add(LONGEST);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      add(LONGEST);
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
      add(LONGEST);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      add(LONGEST);
    }
  }
}
