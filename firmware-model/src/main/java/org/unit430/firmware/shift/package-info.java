/**
 * Domain shift: the inputs of a workload as another place, another sensor or another person would
 * deliver them, and how much of them an adaptation may see.
 */
package org.unit430.firmware.shift;
