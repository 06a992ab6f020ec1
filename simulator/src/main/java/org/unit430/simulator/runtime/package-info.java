/**
 * Routines that a compiler's programs call: division, multiplication, shifts and floating point.
 */
package org.unit430.simulator.runtime;
