/** Programs that repeat one thing, to be measured on a board and counted here. */
package org.unit430.simulator.microbench;
