/**
 * Runs vectors of single instructions, recorded from another simulator, and compares everything
 * they left behind.
 */
package org.unit430.simulator.conformance;
