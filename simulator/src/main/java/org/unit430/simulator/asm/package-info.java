/**
 * The assembler for MSP430 and CPUX sources, the disassembler that it reads back, and listings.
 * docs/assembler.md describes the language.
 *
 * <p>A source goes through {@code Lexer}, {@code Blocks} (conditions, macros, repetitions), {@code
 * UnitAssembler} (statements; the first pass) and {@code ImageBuilder} (the second).
 */
package org.unit430.simulator.asm;
