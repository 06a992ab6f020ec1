package org.unit430.simulator.machine;

import java.util.List;
import java.util.function.Consumer;
import org.unit430.simulator.peripheral.Peripheral;
import org.unit430.simulator.peripheral.ResetCause;
import org.unit430.simulator.peripheral.ResetLine;

/** Keeps a reset that a module asked for until the instruction that caused it is over. */
final class ResetController implements ResetLine {
  private ResetCause requested;
  private Consumer<ResetCause> recorder = cause -> {};

  /** Says who remembers causes for the firmware to read. */
  void setRecorder(Consumer<ResetCause> recorder) {
    this.recorder = recorder;
  }

  @Override
  public void reset(ResetCause cause) {
    // Of several causes within one instruction the first counts.
    if (requested == null) {
      requested = cause;
    }
  }

  /** The reset asked for, or null, for a snapshot. */
  ResetCause save() {
    return requested;
  }

  /** Puts back what {@link #save} returned; to be done after the modules. */
  void restore(ResetCause saved) {
    requested = saved;
  }

  boolean isRequested() {
    return requested != null;
  }

  /** Puts modules at their reset values and records the cause. */
  void perform(List<Peripheral> modules) {
    modules.forEach(Peripheral::reset);
    recorder.accept(requested);
    requested = null;
  }
}
