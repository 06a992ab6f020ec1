/** Fits an energy table to measurements and data-sheet currents, and says how well it fits. */
package org.unit430.energy.calibration;
