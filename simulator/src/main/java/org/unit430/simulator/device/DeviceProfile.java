package org.unit430.simulator.device;

import java.util.List;
import java.util.Set;
import org.unit430.simulator.isa.CpuCore;

/**
 * What tells one device from another.
 *
 * @param name as TI writes it, for example {@code MSP430FR5994}
 * @param core instruction set
 * @param memory what answers where
 * @param nonMaskableVectors addresses of the interrupt vectors that GIE does not block
 * @param vloHertz very-low-power oscillator, typical
 * @param lfmodHertz module oscillator divided by 128, typical
 */
public record DeviceProfile(
    String name,
    CpuCore core,
    MemoryMap memory,
    Set<Integer> nonMaskableVectors,
    long vloHertz,
    long lfmodHertz) {
  /** Copies the set. */
  public DeviceProfile {
    nonMaskableVectors = Set.copyOf(nonMaskableVectors);
  }

  /** Name of {@link #sim()}. */
  public static final String SIM = "sim";

  // Typical values of SLASE54's oscillator tables: 9.4 kHz, and 4.8 MHz / 128.
  private static final long VLO_HERTZ = 9_400;
  private static final long LFMOD_HERTZ = 37_500;

  /** MSP430FR5994: memory map of SLASE54 table 6-41. */
  public static DeviceProfile msp430fr5994() {
    return new DeviceProfile(
        "MSP430FR5994",
        CpuCore.CPUX,
        new MemoryMap(
            List.of(
                new MemoryRegion("Tiny RAM", 0x000A, 0x0020, MemoryKind.SRAM),
                new MemoryRegion("Peripherals", 0x0020, 0x1000, MemoryKind.PERIPHERAL),
                new MemoryRegion("Boot loader", 0x1000, 0x1800, MemoryKind.ROM),
                new MemoryRegion("Information memory", 0x1800, 0x1A00, MemoryKind.FRAM),
                new MemoryRegion("Device descriptor", 0x1A00, 0x1B00, MemoryKind.ROM),
                new MemoryRegion("RAM", 0x1C00, 0x2C00, MemoryKind.SRAM),
                new MemoryRegion("RAM shared with LEA", 0x2C00, 0x3C00, MemoryKind.SRAM),
                new MemoryRegion("Main FRAM", 0x4000, 0x44000, MemoryKind.FRAM))),
        Set.of(0xFFFC, 0xFFFA),
        VLO_HERTZ,
        LFMOD_HERTZ);
  }

  /**
   * The flat map of programs that msp430-elf-gcc links with {@code -msim}: RAM where GDB's
   * simulator has it, MPY32 at 4C0h and the 16-bit multiplier at 130h (hardware.md 11.3).
   */
  public static DeviceProfile sim() {
    return new DeviceProfile(
        SIM,
        CpuCore.CPUX,
        new MemoryMap(
            List.of(
                new MemoryRegion("Low RAM", 0x00000, 0x00020, MemoryKind.SRAM),
                new MemoryRegion("16-bit multiplier", 0x00130, 0x00140, MemoryKind.PERIPHERAL),
                new MemoryRegion("MPY32", 0x004C0, 0x004F0, MemoryKind.PERIPHERAL),
                new MemoryRegion("RAM", 0x00500, 0x100000, MemoryKind.SRAM))),
        Set.of(),
        VLO_HERTZ,
        LFMOD_HERTZ);
  }

  /** A machine of nothing but RAM, for checking instructions alone. */
  public static DeviceProfile flatRam(CpuCore core) {
    int end = core == CpuCore.CPUX ? 0x100000 : 0x10000;
    return new DeviceProfile(
        "flat RAM",
        core,
        new MemoryMap(List.of(new MemoryRegion("RAM", 0, end, MemoryKind.SRAM))),
        Set.of(),
        VLO_HERTZ,
        LFMOD_HERTZ);
  }
}
