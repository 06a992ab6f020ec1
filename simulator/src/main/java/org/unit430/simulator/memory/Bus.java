package org.unit430.simulator.memory;

import java.util.List;
import org.unit430.simulator.device.MemoryKind;
import org.unit430.simulator.device.MemoryMap;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.EventLedger;
import org.unit430.simulator.peripheral.DmaBus;
import org.unit430.simulator.peripheral.Peripheral;
import org.unit430.simulator.peripheral.ProtectedSegment.Access;

/**
 * The memory bus: routes each access to the memory or module at its address, counts it as an event
 * and adds up the MCLK cycles that FRAM holds the CPU. Word accesses ignore address bit 0
 * (hardware.md 1.4). {@code peek} and {@code poke} are for debuggers and loaders: they count
 * nothing and have no side effect.
 */
public final class Bus {
  /** What a read of vacant memory gives: JMP $ (SLAU445 1.9.2). */
  public static final int VACANT_WORD = 0x3FFF;

  private static final MemoryKind[] KINDS = MemoryKind.values();
  private static final int VACANT = MemoryKind.VACANT.ordinal();
  private static final int SRAM = MemoryKind.SRAM.ordinal();
  private static final int FRAM = MemoryKind.FRAM.ordinal();
  private static final int FLASH = MemoryKind.FLASH.ordinal();
  private static final int ROM = MemoryKind.ROM.ordinal();
  private static final int MIRROR = MemoryKind.MIRROR.ordinal();
  private static final int WATCHED = WordRoutes.WATCHED;
  private static final int GUARDED = WordRoutes.GUARDED;

  private final MemoryBytes memory;
  private final MemoryMap map;
  private final byte[] kindByWord;
  private final FramCache framCache;
  private final EventLedger ledger;
  private final ModuleMap modules;
  private final CodeWatch codeWatch;

  private final WordRoutes routes;
  private byte[] routeByWord;
  private UnmodelledAccess.Listener unmodelled = access -> {};
  private int waits;
  private int accesses;
  private int fetched;

  /** Told of every store into memory, so that decoded instructions can be dropped. */
  @FunctionalInterface
  public interface CodeWatch {
    /** The word at this even address has been written. */
    void written(int address);
  }

  /** Says who is told of accesses to registers that are not modelled. */
  public void onUnmodelledAccess(UnmodelledAccess.Listener listener) {
    unmodelled = listener;
  }

  /** A bus with all memory zero and no modules. */
  public Bus(MemoryMap map, FramCache framCache, EventLedger ledger, CodeWatch codeWatch) {
    this.memory = new MemoryBytes(map.end());
    this.map = map;
    this.kindByWord = map.kindByWord();
    this.routes = new WordRoutes(kindByWord, this::reroute);
    this.routeByWord = kindByWord;
    this.framCache = framCache;
    this.ledger = ledger;
    this.codeWatch = map.hasMirrors() ? address -> tellBoth(codeWatch, address) : codeWatch;
    this.modules = new ModuleMap(kindByWord);
  }

  /**
   * Connects modules to their addresses.
   *
   * @throws IllegalArgumentException if one lies outside a peripheral region or on another one
   */
  public void connect(List<? extends Peripheral> connected) {
    modules.connect(connected, kindByWord);
  }

  private void reroute() {
    routeByWord = routes.all();
  }

  /** Where the CPU and DMA are watched reading and writing. */
  public Watchpoints watchpoints() {
    return routes.watchpoints();
  }

  /** What the memory protection unit protects. */
  public ProtectedMemory protection() {
    return routes.protection();
  }

  /** Code in mirrored RAM may have been decoded at either address. */
  private void tellBoth(CodeWatch watch, int address) {
    watch.written(address);
    map.image(address).ifPresent(watch::written);
  }

  /** The CPU begins an instruction: {@link #waits} and {@link #accesses} restart. */
  public void begin(int codeWords) {
    waits = 0;
    accesses = codeWords;
  }

  /** MCLK cycles for which memory, modules and DMA have held the CPU since {@link #begin}. */
  public int waits() {
    return waits;
  }

  /**
   * Bus accesses, and waits, since {@link #begin}: how far into the instruction the present access
   * is.
   */
  public int accesses() {
    return accesses + waits;
  }

  /**
   * Counts the fetch of an instruction.
   *
   * @param address of its first word
   * @param words its length
   */
  public void fetch(int address, int words) {
    fetch(kind(address), address, words);
  }

  private void fetch(int kind, int address, int words) {
    fetched = address;
    if (kind == FRAM) {
      ledger.count(Event.FRAM_FETCH_HIT, words);
      fetchLines(address, words);
    } else if (kind == WATCHED) {
      // Watchpoints are for data.
      fetch(routes.behindWatchpoints(address), address, words);
    } else if (kind == GUARDED) {
      routes.protection().admits(address, 2 * words, Access.EXECUTE);
      fetch(kindByWord[address >> 1], address, words);
    } else {
      ledger.count(FetchEvents.of(KINDS[kind]), words);
    }
  }

  /** Fetches from FRAM: what is not in the cache turns hits, counted elsewhere, into misses. */
  private void fetchLines(int address, int words) {
    int line = address >> FramCache.LINE_SHIFT;
    int lastLine = (address + 2 * words - 1) >> FramCache.LINE_SHIFT;
    int misses = framCache.read(line) ? 0 : 1;
    if (lastLine != line && !framCache.read(lastLine)) {
      misses++;
    }
    if (misses != 0) {
      ledger.count(Event.FRAM_FETCH_HIT, -misses);
      ledger.count(Event.FRAM_FETCH_MISS, misses);
      hold(Event.FRAM_WAIT_CYCLE, misses * framCache.access());
    }
  }

  /**
   * Fetches an instruction of whose events those are counted later that are known beforehand, while
   * neither watchpoints nor protection are set.
   */
  public void fetchUncharged(int address, int words) {
    fetched = address;
    if (kindByWord[address >> 1] == FRAM) {
      fetchLines(address, words);
    }
  }

  /** From now on {@link #isDisturbed} is to notice accesses. */
  public void beginUndisturbed() {
    modules.beginUndisturbed();
  }

  /** Whether a module other than the multiplier, or a register not modelled, has been accessed. */
  public boolean isDisturbed() {
    return modules.isDisturbed();
  }

  /** Reads a byte, zero-extended. */
  public int readByte(int address) {
    accesses++;
    int kind = kind(address);
    if (kind == SRAM) {
      ledger.count(Event.SRAM_READ);
      return memory.octet(address);
    }
    return readElsewhere(kind, address, true);
  }

  /** Reads a word, zero-extended; address bit 0 is ignored. */
  public int readWord(int address) {
    accesses++;
    int even = address & ~1;
    int kind = kind(even);
    if (kind == SRAM) {
      ledger.count(Event.SRAM_READ);
      return memory.word(even);
    }
    return readElsewhere(kind, even, false);
  }

  private int readElsewhere(int kind, int address, boolean isByte) {
    if (kind == FRAM) {
      if (framCache.read(address >> FramCache.LINE_SHIFT)) {
        ledger.count(Event.FRAM_READ_HIT);
      } else {
        ledger.count(Event.FRAM_READ_MISS);
        hold(Event.FRAM_WAIT_CYCLE, framCache.access());
      }
    } else if (kind == VACANT) {
      ledger.count(Event.VACANT_ACCESS);
      return vacant(address, isByte);
    } else if (kind == FLASH || kind == ROM) {
      ledger.count(kind == FLASH ? Event.FLASH_READ : Event.ROM_READ);
    } else if (kind == SRAM) {
      ledger.count(Event.SRAM_READ);
    } else if (kind == WATCHED) {
      routes.watchpoints().accessed(address, isByte ? 1 : 2, false);
      return readElsewhere(routes.behindWatchpoints(address), address, isByte);
    } else if (kind == GUARDED) {
      int value = readElsewhere(kindByWord[address >> 1], address, isByte);
      return routes.protection().admits(address, isByte ? 1 : 2, Access.READ)
          ? value
          : vacant(address, isByte);
    } else if (kind == MIRROR) {
      ledger.count(Event.SRAM_READ);
      int origin = map.origin(address);
      return isByte ? memory.octet(origin) : memory.word(origin);
    } else {
      ledger.count(Event.PERIPHERAL_READ);
      Peripheral module = modules.access(address);
      if (module != null) {
        return isByte ? module.readByte(address) : module.readWord(address);
      }
      unmodelled.accessed(new UnmodelledAccess(address, false, fetched));
    }
    return isByte ? memory.octet(address) : memory.word(address);
  }

  /** Writes the low byte of a value. */
  public void writeByte(int address, int value) {
    accesses++;
    int kind = kind(address);
    if (kind == SRAM) {
      ledger.count(Event.SRAM_WRITE);
      storeByte(address, value);
    } else {
      writeElsewhere(kind, address, value, true);
    }
  }

  /** Writes the low 16 bits of a value; address bit 0 is ignored. */
  public void writeWord(int address, int value) {
    accesses++;
    int even = address & ~1;
    int kind = kind(even);
    if (kind == SRAM) {
      ledger.count(Event.SRAM_WRITE);
      storeWord(even, value);
    } else {
      writeElsewhere(kind, even, value, false);
    }
  }

  private void writeElsewhere(int kind, int address, int value, boolean isByte) {
    if (kind == FRAM) {
      ledger.count(Event.FRAM_WRITE);
      hold(Event.FRAM_WAIT_CYCLE, framCache.access());
      if (framCache.losesWrite(address)) {
        return;
      }
    } else if (kind == VACANT) {
      ledger.count(Event.VACANT_ACCESS);
      return;
    } else if (kind == FLASH || kind == ROM) {
      ledger.count(kind == FLASH ? Event.FLASH_READ : Event.ROM_READ);
      return;
    } else if (kind == SRAM) {
      ledger.count(Event.SRAM_WRITE);
    } else if (kind == WATCHED) {
      routes.watchpoints().accessed(address, isByte ? 1 : 2, true);
      writeElsewhere(routes.behindWatchpoints(address), address, value, isByte);
      return;
    } else if (kind == GUARDED) {
      writeGuarded(address, value, isByte);
      return;
    } else if (kind == MIRROR) {
      ledger.count(Event.SRAM_WRITE);
      store(map.origin(address), value, isByte);
      return;
    } else {
      ledger.count(Event.PERIPHERAL_WRITE);
      Peripheral module = modules.access(address);
      if (module != null) {
        if (isByte) {
          module.writeByte(address, value & 0xFF);
        } else {
          module.writeWord(address, value & 0xFFFF);
        }
        return;
      }
      unmodelled.accessed(new UnmodelledAccess(address, true, fetched));
    }
    store(address, value, isByte);
  }

  private void writeGuarded(int address, int value, boolean isByte) {
    int kind = kindByWord[address >> 1];
    if (routes.protection().admits(address, isByte ? 1 : 2, Access.WRITE)) {
      writeElsewhere(kind, address, value, isByte);
    } else if (kind == FRAM) {
      ledger.count(Event.FRAM_WRITE);
      hold(Event.FRAM_WAIT_CYCLE, framCache.access());
    }
  }

  private static int vacant(int address, boolean isByte) {
    return isByte ? (VACANT_WORD >> (8 * (address & 1))) & 0xFF : VACANT_WORD;
  }

  private void store(int address, int value, boolean isByte) {
    if (isByte) {
      storeByte(address, value);
    } else {
      storeWord(address, value);
    }
  }

  /** This bus for the DMA controller. */
  public DmaBus forDma() {
    return new DmaAccess(this);
  }

  /** The access just made is none of the instruction's own, whose cycles the cycle table knows. */
  void accessBecomesWait() {
    accesses--;
    waits++;
  }

  /** Keeps the CPU waiting, from the present access on, and counts each cycle as an event. */
  public void hold(Event event, int cycles) {
    if (cycles != 0) {
      waits += cycles;
      ledger.count(event, cycles);
    }
  }

  /** What a read of the byte would give, without counting it. */
  public int peekByte(int address) {
    int word = peekWord(address & ~1);
    return (address & 1) == 0 ? word & 0xFF : word >> 8;
  }

  /** What a read of the word would give, without counting it. */
  public int peekWord(int address) {
    int even = address & 0xFFFFE;
    if (ownKind(even) == VACANT) {
      return VACANT_WORD;
    }
    Peripheral module = modules.at(even);
    return module != null ? module.peekWord(even) : memory.word(map.origin(even));
  }

  /** What the fetch of a code word would give, without counting it or telling anybody. */
  public int peekCode(int address) {
    return routes.protection().permits(address, Access.EXECUTE) ? peekWord(address) : VACANT_WORD;
  }

  /**
   * Puts bytes into memory as a programmer or loader does: any kind of memory, nothing counted.
   *
   * @throws IllegalArgumentException if a byte falls where the device has no memory
   */
  public void poke(int address, byte[] bytes) {
    for (int even = address & ~1; even < address + bytes.length; even += 2) {
      if (even < 0 || ownKind(even) == VACANT || ownKind(even) == MemoryKind.PERIPHERAL.ordinal()) {
        throw new IllegalArgumentException(
            String.format(
                "the device has no memory at %05Xh to hold the program's bytes",
                Math.max(even, address)));
      }
    }
    for (int i = 0; i < bytes.length; i++) {
      memory.setOctet(map.origin(address + i), bytes[i]);
    }
    for (int even = address & ~1; even < address + bytes.length; even += 2) {
      codeWatch.written(map.origin(even));
    }
  }

  /** Puts one word into memory, as {@link #poke(int, byte[])} does. */
  public void pokeWord(int address, int value) {
    poke(address, new byte[] {(byte) value, (byte) (value >> 8)});
  }

  /** The bytes of memory themselves: accesses to them are none of the bus. */
  public MemoryBytes memory() {
    return memory;
  }

  /** What answers at each word, as ordinals of {@link MemoryKind}; not to be changed. */
  public byte[] kindByWord() {
    return kindByWord;
  }

  private int kind(int address) {
    int word = address >> 1;
    return word < routeByWord.length ? routeByWord[word] : VACANT;
  }

  private int ownKind(int address) {
    int word = address >> 1;
    return word < kindByWord.length ? kindByWord[word] : VACANT;
  }

  private void storeByte(int address, int value) {
    memory.setOctet(address, value);
    codeWatch.written(address & ~1);
  }

  private void storeWord(int even, int value) {
    memory.setWord(even, value);
    codeWatch.written(even);
  }
}
