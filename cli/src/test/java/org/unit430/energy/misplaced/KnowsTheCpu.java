package org.unit430.energy.misplaced;

import org.unit430.simulator.cpu.Cpu;

/** Breaks a rule of the layering, to show that the rule sees it. */
public interface KnowsTheCpu {
  Cpu cpu();
}
