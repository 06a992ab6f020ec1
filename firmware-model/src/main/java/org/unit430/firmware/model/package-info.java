/**
 * Fidelity {@code model}: what an inference costs, from how often its paths are taken rather than
 * from executing its instructions.
 */
package org.unit430.firmware.model;
