package org.unit430.cli.run;

import java.util.Locale;

/** How a run ended. */
enum RunStatus {
  /** The program called exit. */
  EXITED,
  /** The program came to rest, or to where the run was told to stop. */
  STOPPED,
  /** A limit of cycles or of wall time ended the run. */
  LIMIT,
  /** The program did what no program may do. */
  FAULT,
  /** The file holds no program that the device can run. */
  REFUSED;

  /** The name in reports. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
