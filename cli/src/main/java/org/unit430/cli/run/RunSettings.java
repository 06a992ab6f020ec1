package org.unit430.cli.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.unit430.cli.EnergyTableOption;
import org.unit430.simulator.machine.Engine;

/**
 * What a user asks of every run of a command.
 *
 * @param mclkHertz MCLK at the start, Hz; empty: as after a reset
 * @param supplyVolts supply voltage, V
 * @param maxCycles MCLK cycles after which a run ends; Long.MAX_VALUE: never
 * @param timeout wall time after which a run ends
 * @param until symbol or address to stop at
 * @param expectText text that the console output must hold
 * @param failText text that it must not hold
 * @param files directory that programs may open files in
 * @param uart where to write what the UARTs transmit; empty: to the console
 * @param uartIn file of what is typed into the first UART, or - for standard input
 * @param trace where to write a line an instruction
 * @param traceLimit lines after which no more are written
 * @param profile where to write a callgrind profile
 * @param vcd where to write waveforms
 * @param energyTable what prices the work
 * @param engine how instructions are executed
 * @param keepsOutput whether console output is kept for the report instead of being passed on
 */
record RunSettings(
    OptionalLong mclkHertz,
    double supplyVolts,
    long maxCycles,
    Optional<Duration> timeout,
    Optional<String> until,
    Optional<String> expectText,
    Optional<String> failText,
    Optional<Path> files,
    Optional<Path> uart,
    Optional<String> uartIn,
    Optional<Path> trace,
    long traceLimit,
    Optional<Path> profile,
    Optional<Path> vcd,
    EnergyTableOption energyTable,
    Engine engine,
    boolean keepsOutput) {}
