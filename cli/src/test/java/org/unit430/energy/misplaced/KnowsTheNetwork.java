package org.unit430.energy.misplaced;

import org.unit430.firmware.network.Network;

/** Breaks a rule of the layering, to show that the rule sees it. */
public interface KnowsTheNetwork {
  Network network();
}
