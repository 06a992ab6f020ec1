package org.unit430.cli.compare;

/**
 * How far fidelity model is from the machine, on inputs that both ran.
 *
 * @param learntFrom inputs whose runs the model learnt from
 * @param heldOut inputs it was checked on; it did not need them
 * @param meanResidual of |cycles by model / cycles by machine - 1|, over the held-out inputs, or
 *     over all where none is left
 * @param largestResidual of the same
 */
public record ModelCheck(
    int learntFrom, int heldOut, double meanResidual, double largestResidual) {}
