/**
 * Programs: what a machine loads, and the files they come from and go to.
 *
 * <p>{@link org.unit430.simulator.program.ProgramLoader} reads ELF, TI-TXT and Intel HEX, telling
 * them apart by their content; {@link org.unit430.simulator.program.ProgramWriter} writes them,
 * told by the suffix. All meet in {@link org.unit430.simulator.program.ProgramImage}.
 *
 * <p>Program files come from strangers. Whatever they hold, the readers either return an image or
 * throw {@link org.unit430.simulator.program.ProgramFormatException}, and need memory in proportion
 * to the file and to the 1 MB address space, never to a number that the file claims. That is why
 * the ELF reader is our own: jelf 0.12.0, given 3,000 randomly damaged copies of a 22 KB program
 * and 512 MB of heap, ran out of memory on 22 of them and threw array, cast, arithmetic or
 * null-pointer errors on 420 more. It serves as the independent reader in the tests.
 */
package org.unit430.simulator.program;
