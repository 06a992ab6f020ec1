package org.unit430.simulator.gdb;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.StopReason;
import org.unit430.simulator.memory.Watchpoints.Access;
import org.unit430.simulator.memory.Watchpoints.Watchpoint;

/**
 * Answers the commands of GDB's remote protocol (GDB manual E.2 and E.4): one program, one thread,
 * all-stop. What it does not know it answers with an empty reply, as the protocol wants.
 */
public final class GdbSession {
  static final String ERROR = "E01";
  private static final String OK = "OK";
  private static final String UNSUPPORTED = "";

  // Numbers of GDB's own signals (GDB: include/gdb/signals.def).
  private static final int SIGINT = 2;
  private static final int SIGILL = 4;
  private static final int SIGTRAP = 5;

  // A twentieth of a second of our time.
  private static final long SLICE_CYCLES = 1_000_000;

  // A reply has two digits a byte.
  private static final int MOST_READ = Packets.MOST_BYTES / 2;
  private static final int MOST_TEXT = MOST_READ / 2;

  private final DebugTarget target;
  private final MonitorCommands monitor;
  private RegisterLayout layout = RegisterLayout.FOUR_BYTES;
  private boolean namesBreakpoints;
  private boolean noAcknowledgements;
  private boolean ended;
  private String lastStop = "S05";

  /** A session on a machine that stands. */
  public GdbSession(Machine machine, MonitorCommands monitor) {
    this(machine, monitor, SLICE_CYCLES);
  }

  /** A session that asks for the client's interrupt after so many MCLK cycles of a run. */
  GdbSession(Machine machine, MonitorCommands monitor, long sliceCycles) {
    this.target = new DebugTarget(machine, sliceCycles);
    this.monitor = monitor;
  }

  /** Whether the client has detached or killed the program. */
  boolean hasEnded() {
    return ended;
  }

  /** Whether the client asked for packets without acknowledgement. */
  boolean wantsNoAcknowledgements() {
    return noAcknowledgements;
  }

  /** Takes every breakpoint and watchpoint away. */
  void close() {
    target.clearAll();
  }

  /**
   * Carries out a command.
   *
   * @param command the data of its packet
   * @param interrupted asked now and then while the program runs: whether it is to stop
   * @param sink takes packets sent before the reply
   * @return the reply, or null if the command has none
   */
  String handle(String command, BooleanSupplier interrupted, Consumer<String> sink) {
    if (command.isEmpty()) {
      return UNSUPPORTED;
    }
    PacketScanner arguments = new PacketScanner(command, 1);
    try {
      return switch (command.charAt(0)) {
        case '?' -> lastStop;
        case 'g' -> PacketScanner.hex(layout.pack(registers().toArray()));
        case 'G' -> writeRegisters(arguments.hexBytes());
        case 'p' -> readRegister(arguments);
        case 'P' -> writeRegister(arguments);
        case 'm' -> readMemory(arguments);
        case 'M' -> writeMemory(arguments, false);
        case 'X' -> writeMemory(arguments, true);
        case 'c', 's' -> resume(command.charAt(0) == 's', arguments, interrupted, sink);
        case 'C', 'S' -> {
          // An MSP430 has no signals; only where to go on counts.
          arguments.number();
          if (!arguments.atEnd()) {
            arguments.expect(';');
          }
          yield resume(command.charAt(0) == 'S', arguments, interrupted, sink);
        }
        case 'Z', 'z' -> point(command.charAt(0) == 'Z', arguments);
        case 'H' -> selectThread(command);
        case 'T' -> arguments.number() == 1 ? OK : ERROR;
        case 'D' -> end(OK);
        case 'k' -> end(null);
        case 'v' -> verbose(command, interrupted, sink);
        case 'q', 'Q' -> query(command, sink);
        default -> UNSUPPORTED;
      };
    } catch (PacketScanner.Malformed e) {
      return ERROR;
    }
  }

  private Registers registers() {
    return target.machine().registers();
  }

  private String end(String reply) {
    ended = true;
    return reply;
  }

  private String writeRegisters(byte[] packed) {
    if (packed.length != RegisterLayout.REGISTERS * layout.bytes()) {
      return ERROR;
    }
    for (int register = 0; register < RegisterLayout.REGISTERS; register++) {
      registers().set(register, layout.unpack(packed, register));
    }
    return OK;
  }

  private String readRegister(PacketScanner arguments) throws PacketScanner.Malformed {
    int register = arguments.number(RegisterLayout.REGISTERS - 1);
    arguments.expectEnd();
    return PacketScanner.hex(layout.pack(registers().get(register)));
  }

  private String writeRegister(PacketScanner arguments) throws PacketScanner.Malformed {
    int register = arguments.number(RegisterLayout.REGISTERS - 1);
    arguments.expect('=');
    byte[] packed = arguments.hexBytes();
    if (packed.length != layout.bytes()) {
      return ERROR;
    }
    registers().set(register, layout.unpack(packed, 0));
    return OK;
  }

  private String readMemory(PacketScanner arguments) throws PacketScanner.Malformed {
    int address = arguments.number(DebugTarget.ADDRESS_SPACE - 1);
    arguments.expect(',');
    long asked = arguments.number();
    arguments.expectEnd();
    // The reply may be shorter than what was asked for.
    long bytes = Math.min(Math.min(asked, MOST_READ), DebugTarget.ADDRESS_SPACE - address);
    return PacketScanner.hex(target.peek(address, (int) bytes));
  }

  private String writeMemory(PacketScanner arguments, boolean raw) throws PacketScanner.Malformed {
    int address = arguments.number(DebugTarget.ADDRESS_SPACE - 1);
    arguments.expect(',');
    int length = arguments.number(DebugTarget.ADDRESS_SPACE - address);
    arguments.expect(':');
    byte[] bytes = raw ? arguments.rawBytes() : arguments.hexBytes();
    return bytes.length == length && target.poke(address, bytes) ? OK : ERROR;
  }

  private String resume(
      boolean step, PacketScanner arguments, BooleanSupplier interrupted, Consumer<String> sink)
      throws PacketScanner.Malformed {
    if (!arguments.atEnd()) {
      int address = arguments.number(DebugTarget.ADDRESS_SPACE - 1);
      arguments.expectEnd();
      registers().set(Registers.PC, address);
    }
    StopReason reason = step ? target.step(interrupted) : target.run(interrupted);
    lastStop = stopReply(reason, sink);
    return lastStop;
  }

  private String stopReply(StopReason reason, Consumer<String> sink) {
    if (reason instanceof StopReason.Watchpoint watchpoint) {
      String kind =
          switch (watchpoint.hit().watchpoint().access()) {
            case WRITE -> "watch";
            case READ -> "rwatch";
            case ANY -> "awatch";
          };
      return "T%02x%s:%x;".formatted(SIGTRAP, kind, watchpoint.hit().address());
    }
    if (reason instanceof StopReason.Breakpoint breakpoint) {
      boolean hardware = target.isAt(DebugTarget.Breakpoint.HARDWARE, breakpoint.address());
      return namesBreakpoints
          ? "T%02x%s:;".formatted(SIGTRAP, hardware ? "hwbreak" : "swbreak")
          : "S%02x".formatted(SIGTRAP);
    }
    if (reason instanceof StopReason.InstructionLimit) {
      return "S%02x".formatted(SIGTRAP);
    }
    if (reason instanceof StopReason.CycleLimit) {
      return "S%02x".formatted(SIGINT);
    }
    if (reason instanceof StopReason.Exited exited) {
      return "W%02x".formatted(exited.status() & 0xFF);
    }
    print(reason.description() + "\n", sink);
    return "S%02x".formatted(reason instanceof StopReason.Fault ? SIGILL : SIGTRAP);
  }

  /** Shows text on GDB's console. */
  private static void print(String text, Consumer<String> sink) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length; at += MOST_TEXT) {
      int end = Math.min(bytes.length, at + MOST_TEXT);
      sink.accept("O" + PacketScanner.hex(Arrays.copyOfRange(bytes, at, end)));
    }
  }

  private String point(boolean set, PacketScanner arguments) throws PacketScanner.Malformed {
    long type = arguments.number();
    arguments.expect(',');
    int address = arguments.number(DebugTarget.ADDRESS_SPACE - 1);
    arguments.expect(',');
    int bytes = arguments.number(DebugTarget.ADDRESS_SPACE - address);
    arguments.expectEnd();
    if (type > 4) {
      return UNSUPPORTED;
    }
    if (type <= 1) {
      DebugTarget.Breakpoint kind = DebugTarget.Breakpoint.values()[(int) type];
      if (set) {
        return target.set(kind, address) ? OK : ERROR;
      }
      target.clear(kind, address);
      return OK;
    }
    if (bytes == 0) {
      return ERROR;
    }
    Access access = type == 2 ? Access.WRITE : type == 3 ? Access.READ : Access.ANY;
    Watchpoint watchpoint = new Watchpoint(address, bytes, access);
    if (set) {
      return target.set(watchpoint) ? OK : ERROR;
    }
    target.clear(watchpoint);
    return OK;
  }

  private static String selectThread(String command) {
    return Set.of("Hg0", "Hg1", "Hg-1", "Hc0", "Hc1", "Hc-1").contains(command) ? OK : ERROR;
  }

  private String verbose(String command, BooleanSupplier interrupted, Consumer<String> sink)
      throws PacketScanner.Malformed {
    if (command.equals("vCont?")) {
      return "vCont;c;C;s;S";
    }
    if (command.startsWith("vKill;")) {
      return end(OK);
    }
    if (command.startsWith("vCont;")) {
      // There is one thread, so the first action is the one that holds for it.
      String action = command.substring("vCont;".length()).split("[;:]", 2)[0];
      if (action.matches("[cs]|[CS][0-9a-fA-F]{2}")) {
        boolean step = action.charAt(0) == 's' || action.charAt(0) == 'S';
        return resume(step, new PacketScanner("", 0), interrupted, sink);
      }
      return ERROR;
    }
    return UNSUPPORTED;
  }

  private String query(String command, Consumer<String> sink) throws PacketScanner.Malformed {
    if (command.startsWith("qSupported")) {
      return supported(command);
    }
    if (command.startsWith("qRcmd,")) {
      byte[] text = new PacketScanner(command, "qRcmd,".length()).hexBytes();
      print(monitor.answer(new String(text, StandardCharsets.UTF_8)), sink);
      return OK;
    }
    if (command.startsWith("qAttached")) {
      // GDB then detaches at its end instead of killing.
      return "1";
    }
    return switch (command) {
      case "QStartNoAckMode" -> {
        noAcknowledgements = true;
        yield OK;
      }
      case "qC" -> "QC1";
      case "qfThreadInfo" -> "m1";
      case "qsThreadInfo" -> "l";
      case "qSymbol::" -> OK;
      default -> UNSUPPORTED;
    };
  }

  private String supported(String command) {
    Set<String> features =
        new HashSet<>(Arrays.asList(command.replaceFirst("^qSupported:?", "").split(";", -1)));
    layout =
        features.contains("multiprocess+") ? RegisterLayout.FOUR_BYTES : RegisterLayout.TWO_BYTES;
    namesBreakpoints = features.contains("swbreak+") && features.contains("hwbreak+");
    return "PacketSize=%x;QStartNoAckMode+;vContSupported+;swbreak+;hwbreak+"
        .formatted(Packets.MOST_BYTES);
  }
}
