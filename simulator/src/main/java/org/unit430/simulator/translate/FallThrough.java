package org.unit430.simulator.translate;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Leaves out jumps to what follows at once. */
final class FallThrough extends MethodVisitor {
  /** Where the last instruction, a GOTO that has not been written, goes; or null. */
  private Label target;

  FallThrough(MethodVisitor method) {
    super(Opcodes.ASM9, method);
  }

  private void settle() {
    if (target != null) {
      super.visitJumpInsn(Opcodes.GOTO, target);
      target = null;
    }
  }

  @Override
  public void visitLabel(Label label) {
    if (label == target) {
      target = null;
    }
    settle();
    super.visitLabel(label);
  }

  @Override
  public void visitJumpInsn(int opcode, Label label) {
    settle();
    if (opcode == Opcodes.GOTO) {
      target = label;
    } else {
      super.visitJumpInsn(opcode, label);
    }
  }

  @Override
  public void visitInsn(int opcode) {
    settle();
    super.visitInsn(opcode);
  }

  @Override
  public void visitIntInsn(int opcode, int operand) {
    settle();
    super.visitIntInsn(opcode, operand);
  }

  @Override
  public void visitVarInsn(int opcode, int local) {
    settle();
    super.visitVarInsn(opcode, local);
  }

  @Override
  public void visitIincInsn(int local, int increment) {
    settle();
    super.visitIincInsn(local, increment);
  }

  @Override
  public void visitLdcInsn(Object value) {
    settle();
    super.visitLdcInsn(value);
  }

  @Override
  public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
    settle();
    super.visitFieldInsn(opcode, owner, name, descriptor);
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String name, String descriptor, boolean isInterface) {
    settle();
    super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
  }

  @Override
  public void visitTableSwitchInsn(int least, int most, Label otherwise, Label... labels) {
    settle();
    super.visitTableSwitchInsn(least, most, otherwise, labels);
  }

  @Override
  public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
    settle();
    super.visitLookupSwitchInsn(otherwise, keys, labels);
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    settle();
    super.visitMaxs(maxStack, maxLocals);
  }
}
