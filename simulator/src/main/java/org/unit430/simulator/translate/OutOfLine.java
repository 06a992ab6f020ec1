package org.unit430.simulator.translate;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The functions of {@link Accesses} as HotSpot does not inline them. Translated code has hundreds
 * of calls of them; inlined, each would be as much code as the rest of ten instructions, and the
 * second compiler would take seconds for a region that is executed once for each output of a layer.
 * HotSpot inlines no method of more than 325 bytes (FreqInlineSize), so each of these begins with
 * as many that do nothing.
 */
final class OutOfLine {
  /** The class that has the functions, under the same names and descriptors. */
  static final String NAME = Type.getInternalName(Accesses.class) + "$OutOfLine";

  private static final int FREQ_INLINE_SIZE = 325;

  private OutOfLine() {}

  /** Sees to it that the class is there. */
  static void load() {
    Loaded.ensure();
  }

  private static final class Loaded {
    static {
      try {
        MethodHandles.lookup().defineClass(classFile());
      } catch (IllegalAccessException e) {
        throw new LinkageError("functions of translated code cannot be loaded", e);
      }
    }

    private static void ensure() {
      // Initialising this class has done it, once.
    }
  }

  static byte[] classFile() {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(
        Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, NAME, null, "java/lang/Object", null);
    for (Method function : Accesses.class.getDeclaredMethods()) {
      if (!Modifier.isPrivate(function.getModifiers())) {
        define(writer, function);
      }
    }
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static void define(ClassWriter writer, Method function) {
    String name = function.getName();
    String descriptor = Type.getMethodDescriptor(function);
    MethodVisitor method = writer.visitMethod(Opcodes.ACC_STATIC, name, descriptor, null, null);
    method.visitCode();
    for (int i = 0; i <= FREQ_INLINE_SIZE; i++) {
      method.visitInsn(Opcodes.NOP);
    }
    int local = 0;
    for (Type argument : Type.getArgumentTypes(function)) {
      method.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), local);
      local += argument.getSize();
    }
    String owner = Type.getInternalName(Accesses.class);
    method.visitMethodInsn(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
    method.visitInsn(Type.getReturnType(function).getOpcode(Opcodes.IRETURN));
    method.visitMaxs(0, 0);
    method.visitEnd();
  }
}
