package org.unit430.simulator.environment;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.memory.Bus;

/**
 * The system calls of programs linked with {@code -msim}: a call to 180h + number, arguments from
 * R12 on, results in R12 and up, -1 for a failure (hardware.md 11.3; numbers of newlib's
 * libgloss/syscall.h). {@code isatty} and {@code sbrk} are none: libgloss answers them itself.
 *
 * <p>Time is simulated time since power-up, so that the same program always sees the same.
 */
final class SystemCalls {
  private static final int EXIT = 1;
  private static final int OPEN = 2;
  private static final int CLOSE = 3;
  private static final int READ = 4;
  private static final int WRITE = 5;
  private static final int LSEEK = 6;
  private static final int UNLINK = 7;
  private static final int GETPID = 8;
  private static final int KILL = 9;
  private static final int FSTAT = 10;
  private static final int ARGVLEN = 12;
  private static final int ARGV = 13;
  private static final int STAT = 15;
  private static final int TIME = 18;
  private static final int GETTIMEOFDAY = 19;
  private static final int TIMES = 20;
  private static final int ARGC = 22;
  private static final int ARGNLEN = 23;
  private static final int ARGN = 24;

  private static final int R12 = 12;
  private static final int WORD_MASK = 0xFFFF;
  private static final int PROCESS_ID = 1;
  private static final int MICROSECONDS = 1_000_000;
  // newlib's clock() counts microseconds unless the port says otherwise; MSP430 does not.
  private static final int TMS_BYTES = 16;

  private final HostFiles files;
  private final List<String> arguments;
  private final LongSupplier microseconds;
  private final Consumer<String> warnings;
  private final Set<Integer> unknown = new HashSet<>();

  SystemCalls(
      HostFiles files,
      List<String> arguments,
      LongSupplier microseconds,
      Consumer<String> warnings) {
    this.files = files;
    this.arguments = List.copyOf(arguments);
    this.microseconds = microseconds;
    this.warnings = warnings;
  }

  /**
   * Does what a call asks.
   *
   * @return the exit status if that is to exit
   */
  OptionalInt call(int number, Registers registers, Bus bus) {
    ProgramMemory memory = new ProgramMemory(bus);
    int first = registers.get(R12);
    int second = registers.get(R12 + 1);
    int third = registers.get(R12 + 2);
    int fourth = registers.get(R12 + 3);
    switch (number) {
      case EXIT -> {
        return OptionalInt.of((short) first);
      }
      case OPEN -> {
        // open() takes any number of arguments: all but the first are on the stack.
        int flags = memory.word(registers.get(Registers.SP));
        answer(registers, files.open(memory.string(first), flags));
      }
      case CLOSE -> answer(registers, files.close(descriptor(first)));
      case READ -> {
        Optional<byte[]> bytes = files.read(descriptor(first), third);
        boolean stored = bytes.isPresent() && memory.store(second, bytes.get());
        answer(registers, stored ? bytes.get().length : HostFiles.FAILED);
      }
      case WRITE -> answer(registers, files.write(descriptor(first), memory.bytes(second, third)));
      case LSEEK -> {
        int offset = (second & WORD_MASK) | third << 16;
        answerLong(registers, 2, files.seek(descriptor(first), offset, fourth & WORD_MASK));
      }
      case UNLINK -> answer(registers, files.unlink(memory.string(first)));
      case GETPID -> answer(registers, PROCESS_ID);
      // There are no signals; libgloss's abort() then exits with status 1.
      case KILL -> answer(registers, (second & WORD_MASK) == 0 ? 0 : HostFiles.FAILED);
      case FSTAT -> answer(registers, status(memory, files.status(descriptor(first)), second));
      case STAT -> answer(registers, status(memory, files.status(memory.string(first)), second));
      case TIME -> {
        long seconds = microseconds.getAsLong() / MICROSECONDS;
        if (first != 0) {
          memory.store(first, little(8).putLong(seconds).array());
        }
        answerLong(registers, 4, seconds);
      }
      case GETTIMEOFDAY -> {
        long now = microseconds.getAsLong();
        byte[] time =
            little(12).putLong(now / MICROSECONDS).putInt((int) (now % MICROSECONDS)).array();
        answer(registers, memory.store(first, time) ? 0 : HostFiles.FAILED);
      }
      case TIMES -> {
        int now = (int) microseconds.getAsLong();
        boolean stored = memory.store(first, little(TMS_BYTES).putInt(now).array());
        answerLong(registers, 2, stored ? now : HostFiles.FAILED);
      }
      case ARGVLEN -> answer(registers, packedArguments().length);
      case ARGV -> answer(registers, memory.store(first, packedArguments()) ? 0 : HostFiles.FAILED);
      case ARGC -> answer(registers, arguments.size());
      case ARGNLEN ->
          answer(registers, argument(first).map(text -> text.length - 1).orElse(HostFiles.FAILED));
      case ARGN -> {
        Optional<byte[]> text = argument(first);
        boolean stored = text.isPresent() && memory.store(second, text.get());
        answer(registers, stored ? 0 : HostFiles.FAILED);
      }
      default -> {
        if (unknown.add(number)) {
          warnings.accept(
              "system call "
                  + number
                  + " is not served (ENOSYS); the program gets -1 from it every time");
        }
        answer(registers, HostFiles.FAILED);
      }
    }
    return OptionalInt.empty();
  }

  private static int status(ProgramMemory memory, Optional<HostFiles.Status> status, int address) {
    return status.isPresent() && memory.store(address, NewlibStat.of(status.get()))
        ? 0
        : HostFiles.FAILED;
  }

  private static int descriptor(int register) {
    return (short) register;
  }

  private Optional<byte[]> argument(int register) {
    int index = register & WORD_MASK;
    return index < arguments.size()
        ? Optional.of((arguments.get(index) + "\0").getBytes(StandardCharsets.UTF_8))
        : Optional.empty();
  }

  /** All arguments, an empty one that ends them, and another that ends the environment. */
  private byte[] packedArguments() {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    for (String text : arguments) {
      packed.writeBytes((text + "\0").getBytes(StandardCharsets.UTF_8));
    }
    packed.writeBytes(new byte[2]);
    return packed.toByteArray();
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void answer(Registers registers, int value) {
    registers.set(R12, value & WORD_MASK);
  }

  /** A result of several words, the lowest in R12 (EABI). */
  private static void answerLong(Registers registers, int words, long value) {
    for (int i = 0; i < words; i++) {
      registers.set(R12 + i, (int) (value >> (16 * i)) & WORD_MASK);
    }
  }
}
