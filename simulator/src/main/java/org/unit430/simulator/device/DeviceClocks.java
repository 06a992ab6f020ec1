package org.unit430.simulator.device;

import java.util.List;
import java.util.OptionalLong;

/**
 * The clocks of a device: what runs after a reset, and what its clock module chooses from.
 *
 * @param resetMclkHertz MCLK after a reset, Hz
 * @param resetSmclkHertz SMCLK after a reset, Hz
 * @param resetAclkHertz ACLK after a reset, Hz
 * @param vloHertz the very-low-power oscillator, if there is one
 * @param modHertz the module oscillator, if there is one
 * @param lfxtHertz the low-frequency crystal, if the board has one
 * @param hfxtHertz the high-frequency crystal, if the board has one
 * @param dcoHertz what the DCO's settings give, in the order of the clock module's field; empty if
 *     no clock module is modelled that asks for it
 */
public record DeviceClocks(
    long resetMclkHertz,
    long resetSmclkHertz,
    long resetAclkHertz,
    OptionalLong vloHertz,
    OptionalLong modHertz,
    OptionalLong lfxtHertz,
    OptionalLong hfxtHertz,
    List<Long> dcoHertz) {
  /** Copies the list. */
  public DeviceClocks {
    dcoHertz = List.copyOf(dcoHertz);
  }

  /** Clocks of a machine without oscillators: all of them at one frequency. */
  public static DeviceClocks fixed(long hertz) {
    OptionalLong none = OptionalLong.empty();
    return new DeviceClocks(hertz, hertz, hertz, none, none, none, none, List.of());
  }
}
