/** Small programs whose energy or duration can be measured on a board and in the simulator. */
package org.unit430.simulator.microbench;
