package org.unit430.simulator.misplaced.first;

import org.unit430.simulator.misplaced.second.KnowsFirst;

/** Breaks a rule of the layering, to show that the rule sees it. */
public interface KnowsSecond {
  KnowsFirst second();
}
