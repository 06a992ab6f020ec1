package org.unit430.firmware.misplaced;

import org.unit430.cli.BuildInfo;

/** Breaks a rule of the layering, to show that the rule sees it. */
public interface KnowsTheCommandLine {
  BuildInfo build();
}
