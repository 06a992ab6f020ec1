package org.unit430.simulator.device;

/**
 * A point of the data sheet's recommended operating conditions: how fast the CPU may run.
 *
 * @param mclkHertz highest MCLK, Hz
 * @param minimumVolts supply voltage from which on it may, V
 * @param framWaitStates fewest FRAM wait states with which it may; 0 on devices without FRAM
 */
public record SpeedLimit(long mclkHertz, double minimumVolts, int framWaitStates) {}
