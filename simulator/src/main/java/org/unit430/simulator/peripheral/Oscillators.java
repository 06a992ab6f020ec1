package org.unit430.simulator.peripheral;

import java.util.List;
import java.util.OptionalLong;

/**
 * The frequencies that a clock module of the FR58xx/FR59xx/FR6xx family chooses from.
 *
 * @param dcoHertz the calibrated DCO, eight settings of DCOFSEL with DCORSEL = 0, then eight with
 *     DCORSEL = 1
 * @param vloHertz the very-low-power oscillator
 * @param modHertz the module oscillator
 * @param lfxtHertz the low-frequency crystal, if the board has one
 * @param hfxtHertz the high-frequency crystal, if the board has one
 */
public record Oscillators(
    List<Long> dcoHertz,
    long vloHertz,
    long modHertz,
    OptionalLong lfxtHertz,
    OptionalLong hfxtHertz) {

  private static final List<Long> FR59XX_DCO =
      List.of(
          1_000_000L,
          2_667_000L,
          3_500_000L,
          4_000_000L,
          5_333_000L,
          7_000_000L,
          8_000_000L,
          8_000_000L,
          1_000_000L,
          5_333_000L,
          7_000_000L,
          8_000_000L,
          16_000_000L,
          21_000_000L,
          24_000_000L,
          24_000_000L);

  /** Checks that there is a DCO frequency for each setting. */
  public Oscillators {
    dcoHertz = List.copyOf(dcoHertz);
    if (dcoHertz.size() != 16) {
      throw new IllegalArgumentException(
          "the DCO has 16 settings, but " + dcoHertz.size() + " frequencies are given");
    }
  }

  /**
   * An FR59xx with a 32,768 Hz watch crystal and no other one, as on TI's boards. DCO: SLASE54
   * table 5-6, typical values; the reserved setting DCOFSEL = 7 is taken for 6. VLO 9.4 kHz and
   * MODOSC 4.8 MHz are the typical values of the data sheet's oscillator tables (unconfirmed).
   */
  public static Oscillators fr59xx() {
    return new Oscillators(
        FR59XX_DCO, 9_400, 4_800_000, OptionalLong.of(32_768), OptionalLong.empty());
  }
}
