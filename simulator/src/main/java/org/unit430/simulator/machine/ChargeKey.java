package org.unit430.simulator.machine;

import org.unit430.simulator.event.Operation;

/**
 * What cycles and events are charged to.
 *
 * @param symbol the label of the code that ran, or the empty string
 * @param operation what the instruction was for
 */
public record ChargeKey(String symbol, Operation operation) {}
