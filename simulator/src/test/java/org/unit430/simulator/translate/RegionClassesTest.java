package org.unit430.simulator.translate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

class RegionClassesTest {
  /** A region whose run ends in a cycle that is always the same. */
  private static byte[] endingIn(long cycle) {
    ClassWriter writer = new ClassWriter(0);
    String code = Type.getInternalName(RegionCode.class);
    writer.visit(Opcodes.V17, Opcodes.ACC_SUPER, code + "$Test", null, code, null);
    MethodVisitor constructor = writer.visitMethod(0, "<init>", "()V", null, null);
    constructor.visitCode();
    constructor.visitVarInsn(Opcodes.ALOAD, 0);
    constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, code, "<init>", "()V", false);
    constructor.visitInsn(Opcodes.RETURN);
    constructor.visitMaxs(1, 1);
    constructor.visitEnd();
    MethodVisitor run =
        writer.visitMethod(0, "run", "(L" + Code.CONTEXT_NAME + ";IJJ[J)J", null, null);
    run.visitCode();
    run.visitLdcInsn(cycle);
    run.visitInsn(Opcodes.LRETURN);
    run.visitMaxs(2, 8);
    run.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  @Test
  void theSameBytesAreLoadedOnceAndOthersApart() {
    RegionClasses classes = new RegionClasses();

    RegionCode first = classes.load(endingIn(42));
    RegionCode second = classes.load(endingIn(42));
    RegionCode other = classes.load(endingIn(43));

    assertThat(second).isSameAs(first);
    assertThat(first.run(null, 0, 0, 100, new long[0])).isEqualTo(42);
    assertThat(other.run(null, 0, 0, 100, new long[0])).isEqualTo(43);
  }
}
