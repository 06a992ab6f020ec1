package org.unit430.energy.calibration;

import org.unit430.simulator.device.OperatingPoint;
import org.unit430.simulator.event.EventCounts;

/**
 * A stretch of code whose energy was measured on a board, with what the simulator counts in it.
 *
 * @param name of the stretch, and the row it comes from
 * @param counts events of one pass through it
 * @param sleepSeconds time that the CPU is off in it, in LPM0
 * @param repeated whether it is made of copies of the same few instructions
 * @param point at which it was measured
 * @param joules energy of one pass, above 0
 * @param relativeUncertainty of the energy, one standard deviation
 */
public record MeasuredRegion(
    String name,
    EventCounts counts,
    double sleepSeconds,
    boolean repeated,
    OperatingPoint point,
    double joules,
    double relativeUncertainty) {}
