package org.unit430.firmware.build;

import java.util.List;
import java.util.function.Predicate;
import org.unit430.firmware.build.FirmwareRunner.InferenceRun;
import org.unit430.simulator.machine.Profile;
import org.unit430.simulator.runtime.RuntimeLibrary;

/**
 * What deciding by products could cost at best in single precision, where no two products cost the
 * same: a kernel multiplies each pair to decide, by a routine that nothing else calls, and what
 * deciding did is taken out of the machine's profile. A bound, not a program; FRAM lines that
 * deciding drove out of the cache are fetched again at the kernel's cost, one wait each.
 */
final class FloatOracle {
  private static final String DECISION = ".decide";

  private FloatOracle() {}

  /** The multiplication that decides: not the one that kernels' products use. */
  static RuntimeLibrary.Part multiplication(Multiplier multiplier) {
    return multiplier == Multiplier.SOFTWARE
        ? RuntimeLibrary.Part.FLOAT_MULTIPLY_MPY32
        : RuntimeLibrary.Part.FLOAT_MULTIPLY;
  }

  /** SOFTWARE of float.s43. */
  static int definition(Multiplier multiplier) {
    return multiplier == Multiplier.SOFTWARE ? 1 : 0;
  }

  /**
   * A run without what deciding did.
   *
   * @param multiplier of the kernels' products
   */
  static InferenceRun uncharged(InferenceRun run, Multiplier multiplier) {
    String routine = multiplier == Multiplier.SOFTWARE ? "__mspabi_mpyf_f5hw" : "__mspabi_mpyf";
    Predicate<Profile.Charge> kept =
        charge ->
            !charge.key().symbol().contains(DECISION) && !charge.key().symbol().endsWith(routine);
    List<Profile> layers = run.layers().stream().map(layer -> only(layer, kept)).toList();
    return new InferenceRun(run.logits(), layers, only(run.total(), kept));
  }

  private static Profile only(Profile profile, Predicate<Profile.Charge> kept) {
    return new Profile(profile.charges().stream().filter(kept).toList());
  }
}
