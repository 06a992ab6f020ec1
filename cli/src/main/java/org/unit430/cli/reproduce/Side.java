package org.unit430.cli.reproduce;

/**
 * A method on one workload.
 *
 * @param method with its division
 * @param source simulated or modelled
 * @param macs executed, mean over the inputs
 * @param cycles of MCLK, mean over the inputs
 * @param joules mean over the inputs
 * @param accuracy 0 to 1
 */
record Side(
    String method, String source, double macs, double cycles, double joules, double accuracy) {}
