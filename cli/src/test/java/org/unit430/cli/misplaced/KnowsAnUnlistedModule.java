package org.unit430.cli.misplaced;

import org.unit430.testvectors.SharedData;

/** Breaks a rule of the layering, to show that the rule sees it. */
public interface KnowsAnUnlistedModule {
  SharedData vectors();
}
