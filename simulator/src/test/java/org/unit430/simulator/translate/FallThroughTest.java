package org.unit430.simulator.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class FallThroughTest {
  private final List<String> written = new ArrayList<>();

  private final MethodVisitor method =
      new FallThrough(
          new MethodVisitor(Opcodes.ASM9) {
            @Override
            public void visitLabel(Label label) {
              written.add("label");
            }

            @Override
            public void visitJumpInsn(int opcode, Label label) {
              written.add(opcode == Opcodes.GOTO ? "goto" : "if");
            }

            @Override
            public void visitInsn(int opcode) {
              written.add("instruction");
            }

            @Override
            public void visitMaxs(int maxStack, int maxLocals) {
              written.add("end");
            }
          });

  @Test
  void jumpToWhatFollowsIsLeftOut() {
    Label next = new Label();
    method.visitJumpInsn(Opcodes.GOTO, next);
    method.visitLabel(next);

    assertThat(written).containsExactly("label");
  }

  @Test
  void otherJumpsAreWritten() {
    Label elsewhere = new Label();
    method.visitLabel(elsewhere);
    method.visitJumpInsn(Opcodes.GOTO, elsewhere);
    method.visitLabel(new Label());
    method.visitJumpInsn(Opcodes.IFEQ, elsewhere);
    method.visitJumpInsn(Opcodes.GOTO, elsewhere);
    method.visitInsn(Opcodes.NOP);
    method.visitJumpInsn(Opcodes.GOTO, elsewhere);
    method.visitMaxs(0, 0);

    assertThat(written)
        .containsExactly("label", "goto", "label", "if", "goto", "instruction", "goto", "end");
  }
}
