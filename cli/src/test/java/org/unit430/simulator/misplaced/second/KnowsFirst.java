package org.unit430.simulator.misplaced.second;

import org.unit430.simulator.misplaced.first.KnowsSecond;

/** Breaks a rule of the layering, to show that the rule sees it. */
public interface KnowsFirst {
  KnowsSecond first();
}
